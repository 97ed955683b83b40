import type { FrictionSteps } from './friction-steps.ts';

/** Where each part of the parameters θ = (η, head, decoder) begins. K coordinates, T templates, Z numbers of z. */
export type EncoderLayout = {
  readonly k: number;
  readonly templates: number;
  readonly z: number;
  /** log of the half points, K */
  readonly half: number;
  /** gate weights, K x K, and biases, K */
  readonly weights: number;
  readonly bias: number;
  /** the hazard's level, its departures by template, its slopes in elapsed steps, z and φ */
  readonly level: number;
  readonly alpha: number;
  readonly elapsed: number;
  readonly u: number;
  readonly v: number;
  /** the decoder x̂ = Aφ + a: K x K, then K */
  readonly decoder: number;
  readonly size: number;
};

export const encoderLayout = (
  steps: Pick<FrictionSteps, 'families' | 'templates' | 'zSize'>,
): EncoderLayout => {
  const k = 2 * steps.families.length;
  const [templates, z] = [steps.templates.length, steps.zSize];
  const weights = k;
  const bias = weights + k * k;
  const level = bias + k;
  const alpha = level + 1;
  const elapsed = alpha + templates;
  const u = elapsed + 1;
  const v = u + z;
  const decoder = v + k;
  return {
    k,
    templates,
    z,
    half: 0,
    weights,
    bias,
    level,
    alpha,
    elapsed,
    u,
    v,
    decoder,
    size: decoder + k * k + k,
  };
};
