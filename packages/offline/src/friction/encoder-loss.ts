import { sigmoid } from '@causeway/contract';
import { bernoulliLogLikelihood } from '../maths/index.ts';
import { contrastLoss } from './contrast-loss.ts';
import type { Contrast } from './contrast-pairs.ts';
import { amountAt, type Encoded, encodeRows } from './encode-rows.ts';
import type { EncoderLayout } from './encoder-layout.ts';
import type { FrictionSteps } from './friction-steps.ts';

/** How much each part of the loss counts: 0 leaves it out. `frozen` keeps η where it starts. */
export type LossWeights = {
  readonly reconstruction: number;
  readonly contrast: number;
  readonly frozen: boolean;
};

/** Precisions of the normal priors around the start: one is a prior deviation of one. */
const PRIOR = { half: 4, weights: 4, bias: 1, alpha: 1, elapsed: 0.25, u: 4, v: 1, decoder: 1e-3 };

export type LossInput = {
  readonly steps: FrictionSteps;
  readonly rows: ArrayLike<number>;
  readonly layout: EncoderLayout;
  readonly start: Float64Array;
  readonly contrast: Contrast;
  readonly weights: LossWeights;
};

/** η = logit λ of each row: α_template + e elapsed + uᵀz + vᵀφ (B24). */
export const logOdds = (
  steps: FrictionSteps,
  rows: ArrayLike<number>,
  theta: Float64Array,
  layout: EncoderLayout,
  { phi }: Pick<Encoded, 'phi'>,
): Float64Array => {
  const { k: size, level, alpha, elapsed, u, v, z } = layout;
  return Float64Array.from({ length: rows.length }, (_, r) => {
    const i = rows[r] as number;
    let eta =
      (theta[level] as number) +
      (theta[alpha + (steps.template[i] as number)] as number) +
      (theta[elapsed] as number) * (steps.elapsed[i] as number);
    for (let j = 0; j < z; j++) eta += (theta[u + j] as number) * (steps.z[i * z + j] as number);
    for (let k = 0; k < size; k++) eta += (theta[v + k] as number) * (phi[r * size + k] as number);
    return eta;
  });
};

/** The coordinates of a row that are not 0, into `found`; returns how many. What is 0 adds nothing to any sum but the decoder's error. */
const feltIn = (x: Float64Array, at: number, found: Int32Array): number => {
  let felt = 0;
  for (let k = 0; k < found.length; k++) if (x[at + k] !== 0) found[felt++] = k;
  return felt;
};

/** What the decoder is to give back: the amounts, saturated at the start's half points. */
const targetOf = (x: number): number => x / (x + 1);

/** ρ_r times the mean squared error of x̂ = Aφ + a, summed over rows; adds to dφ and the decoder's gradient. */
const reconstructionLoss = (
  { steps, rows, layout: { k: size, decoder } }: LossInput,
  phi: Float64Array,
  theta: Float64Array,
  add: { readonly scale: number; readonly dPhi: Float64Array; readonly gradient: Float64Array },
): number => {
  const offset = decoder + size * size;
  const found = new Int32Array(size);
  let loss = 0;
  for (let r = 0; r < rows.length; r++) {
    const felt = feltIn(phi, r * size, found);
    for (let k = 0; k < size; k++) {
      let error = (theta[offset + k] as number) - targetOf(amountAt(steps, rows[r] as number, k));
      const row = decoder + k * size;
      for (let e = 0; e < felt; e++) {
        const j = found[e] as number;
        error += (theta[row + j] as number) * (phi[r * size + j] as number);
      }
      loss += (error * error) / size;
      const by = (2 * add.scale * error) / size;
      add.gradient[offset + k] = (add.gradient[offset + k] as number) + by;
      for (let e = 0; e < felt; e++) {
        const j = found[e] as number;
        const at = r * size + j;
        add.gradient[row + j] = (add.gradient[row + j] as number) + by * (phi[at] as number);
        add.dPhi[at] = (add.dPhi[at] as number) + by * (theta[row + j] as number);
      }
    }
  }
  return loss;
};

/** The penalty ½ Σ p (θ - θ₀)² of every part; adds to the gradient. */
const priorLoss = ({ layout, start }: LossInput, theta: Float64Array, gradient: Float64Array): number => {
  const ends = [
    [layout.weights, PRIOR.half],
    [layout.bias, PRIOR.weights],
    [layout.level, PRIOR.bias],
    [layout.alpha, 0],
    [layout.elapsed, PRIOR.alpha],
    [layout.u, PRIOR.elapsed],
    [layout.v, PRIOR.u],
    [layout.decoder, PRIOR.v],
    [layout.size, PRIOR.decoder],
  ] as const;
  let loss = 0;
  let at = 0;
  for (const [end, precision] of ends) {
    for (; at < end; at++) {
      const off = (theta[at] as number) - (start[at] as number);
      loss += (precision * off * off) / 2;
      gradient[at] = (gradient[at] as number) + precision * off;
    }
  }
  return loss;
};

/** From dL/dφ back through the gates and half points (η). */
const backThroughEncoder = (
  { rows, layout: { k: size, half, weights, bias } }: LossInput,
  { s, gate }: Encoded,
  theta: Float64Array,
  add: { readonly dPhi: Float64Array; readonly gradient: Float64Array },
): void => {
  const { dPhi, gradient } = add;
  const dS = new Float64Array(size);
  const found = new Int32Array(size);
  for (let r = 0; r < rows.length; r++) {
    const at = r * size;
    const felt = feltIn(s, at, found);
    dS.fill(0);
    for (let f = 0; f < felt; f++) {
      const k = found[f] as number;
      const x = s[at + k] as number;
      const g = gate[at + k] as number;
      const outer = dPhi[at + k] as number;
      dS[k] = (dS[k] as number) + outer * g;
      const inner = outer * x * g * (1 - g);
      gradient[bias + k] = (gradient[bias + k] as number) + inner;
      const w = weights + k * size;
      for (let e = 0; e < felt; e++) {
        const j = found[e] as number;
        gradient[w + j] = (gradient[w + j] as number) + inner * (s[at + j] as number);
        dS[j] = (dS[j] as number) + inner * (theta[w + j] as number);
      }
    }
    // s = x / (x + e^h): ds/dh = -s (1 - s)
    for (let f = 0; f < felt; f++) {
      const k = found[f] as number;
      const x = s[at + k] as number;
      gradient[half + k] = (gradient[half + k] as number) - (dS[k] as number) * x * (1 - x);
    }
  }
};

/**
 * The loss of θ on rows and its gradient: -log-likelihood of leaving (B24, B26) + ρ_r reconstruction + ρ_c contrast + priors, all summed
 * over rows. With `frozen` the gradient of η is 0, so that a fixed h is fitted by the same code.
 */
export const encoderLoss = (input: LossInput, theta: Float64Array, gradient: Float64Array): number => {
  const { steps, rows, layout, weights, contrast } = input;
  const { k: size, level, alpha, elapsed, u, v, z } = layout;
  gradient.fill(0);
  const encoded = encodeRows(steps, rows, theta, layout);
  const { phi } = encoded;
  const dPhi = new Float64Array(phi.length);
  const eta = logOdds(steps, rows, theta, layout, encoded);
  const add = (at: number, by: number): void => {
    gradient[at] = (gradient[at] as number) + by;
  };
  let loss = 0;
  for (let r = 0; r < rows.length; r++) {
    const i = rows[r] as number;
    const y = steps.event[i] as number;
    loss -= bernoulliLogLikelihood(y, eta[r] as number);
    const by = sigmoid(eta[r] as number) - y;
    add(level, by);
    add(alpha + (steps.template[i] as number), by);
    add(elapsed, by * (steps.elapsed[i] as number));
    for (let j = 0; j < z; j++) add(u + j, by * (steps.z[i * z + j] as number));
    for (let k = 0; k < size; k++) {
      add(v + k, by * (phi[r * size + k] as number));
      dPhi[r * size + k] = by * (theta[v + k] as number);
    }
  }
  const { reconstruction, contrast: pull, frozen } = weights;
  if (reconstruction > 0)
    loss += reconstruction * reconstructionLoss(input, phi, theta, { scale: reconstruction, dPhi, gradient });
  if (pull > 0) loss += pull * contrastLoss(contrast, phi, theta, { layout, scale: pull, dPhi, gradient });
  if (!frozen) backThroughEncoder(input, encoded, theta, { dPhi, gradient });
  return loss + priorLoss(input, theta, gradient);
};
