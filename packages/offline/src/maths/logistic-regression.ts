import { exp, log, sigmoid } from '@causeway/contract';
import { fitGlm, type GlmFamily, type GlmFit, type GlmInput } from './fit-glm.ts';

/** y η - ln(1 + e^η), without overflow. */
export const bernoulliLogLikelihood = (y: number, eta: number): number =>
  y * eta - (eta > 0 ? eta + log(1 + exp(-eta)) : log(1 + exp(eta)));

const bernoulli: GlmFamily = {
  name: 'logistic',
  allowed: (y) => (y === 0 || y === 1 ? undefined : '0 or 1'),
  logLikelihood: bernoulliLogLikelihood,
  mean: sigmoid,
  variance: (mean) => mean * (1 - mean),
  astray: 'are the classes separated?',
};

/** Ridge logistic regression: `fitGlm` for outcomes of 0 and 1. */
export const fitLogistic = (input: GlmInput): GlmFit => fitGlm(bernoulli, input);
