import { FRICTION_FAMILIES, type FrictionModel, PHI_SIZE, phi, STAGES } from '@causeway/contract';
import type { PersonPeriods } from '../exposure/index.ts';
import type { FrictionSteps } from './friction-steps.ts';
import { indexWeights } from './index-weights.ts';
import type { LearnedFriction } from './learn-friction.ts';
import { stepKey } from './load-friction-steps.ts';
import { refreshMean, structuralMeans } from './structural-means.ts';

/** φ of every row by the contract's own code, under the encoder as a release carries it. */
export const contractPhi = (steps: FrictionSteps, model: Pick<FrictionModel, 'encoder'>): Float64Array => {
  const m = FRICTION_FAMILIES.length;
  const out = new Float64Array(steps.n * PHI_SIZE);
  const part = (from: Float64Array, i: number) => Array.from(from.subarray(i * m, (i + 1) * m));
  for (let i = 0; i < steps.n; i++)
    out.set(phi(part(steps.d, i), part(steps.total, i), model.encoder), i * PHI_SIZE);
  return out;
};

/** Person-period rows with φ under another encoder; a row that the steps do not hold keeps its logged φ. */
export const underEncoder = (
  periods: PersonPeriods,
  steps: FrictionSteps,
  phis: Float64Array,
  step: Int32Array,
): PersonPeriods => {
  const rows = new Map<string, number>();
  for (let i = 0; i < steps.n; i++)
    rows.set(stepKey(steps.sessions[steps.session[i] as number] as string, step[i] as number), i);
  const out = periods.phi.slice();
  for (let p = 0; p < periods.n; p++) {
    const i = rows.get(stepKey(periods.session[p] as string, periods.step[p] as number));
    if (i !== undefined) out.set(phis.subarray(i * PHI_SIZE, (i + 1) * PHI_SIZE), p * PHI_SIZE);
  }
  return { ...periods, phi: out };
};

/** Number of each row's step in its session, from 1: rows of a session stand together from the first on. */
export const stepNumbers = ({ n, session }: Pick<FrictionSteps, 'n' | 'session'>): Int32Array => {
  const out = new Int32Array(n);
  for (let i = 0; i < n; i++)
    out[i] = i > 0 && session[i] === session[i - 1] ? (out[i - 1] as number) + 1 : 1;
  return out;
};

/** φ⁽⁰⁾ of every stage (B29) from these rows; a stage without rows keeps what it had. */
const structuralByStage = (
  steps: FrictionSteps,
  phis: Float64Array,
  before: FrictionModel,
): FrictionModel['structural'] => {
  const { mean, rows } = structuralMeans(steps, phis);
  const out = { ...before.structural };
  STAGES.forEach((stage, s) => {
    if ((rows[s] as number) > 0) out[stage] = Array.from(mean.subarray(s * PHI_SIZE, (s + 1) * PHI_SIZE));
  });
  return out;
};

/** The friction part of the next release (B26-B29): q from the hazard's v on the learned φ, where one is positive. */
export const frictionModelOf = (
  { encoder, q, beta }: Pick<LearnedFriction, 'encoder' | 'q' | 'beta'>,
  v: readonly number[],
  {
    steps,
    phis,
    before,
  }: { readonly steps: FrictionSteps; readonly phis: Float64Array; readonly before: FrictionModel },
): FrictionModel => ({
  q: [...(indexWeights(v) ?? q)],
  beta,
  structural: structuralByStage(steps, phis, before),
  ...(encoder === null ? {} : { encoder }),
});

/** The daily refresh: the live encoder, index and memory stay; φ⁽⁰⁾ of each stage moves toward today's by today's rows. */
export const refreshStructural = (live: FrictionModel, today: FrictionSteps): FrictionModel => {
  const { mean, rows } = structuralMeans(today, contractPhi(today, live));
  const structural = { ...live.structural };
  STAGES.forEach((stage, s) => {
    const own = mean.subarray(s * PHI_SIZE, (s + 1) * PHI_SIZE);
    structural[stage] = refreshMean(live.structural[stage], own, rows[s] as number);
  });
  return { ...live, structural };
};
