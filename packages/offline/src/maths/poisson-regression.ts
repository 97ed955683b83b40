import { exp } from '@causeway/contract';
import { fitGlm, type GlmFamily, type GlmFit, type GlmInput } from './fit-glm.ts';

const poisson: GlmFamily = {
  name: 'Poisson',
  allowed: (y) => (y >= 0 ? undefined : 'a number of at least 0'),
  logLikelihood: (y, eta) => y * eta - exp(eta),
  mean: exp,
  variance: (mean) => mean,
  astray: 'are outcomes all 0?',
};

/** Ridge Poisson regression, E(y | x) = e^{xᵀb}: `fitGlm` for counts. */
export const fitPoisson = (input: GlmInput): GlmFit => fitGlm(poisson, input);
