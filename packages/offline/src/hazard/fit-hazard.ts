import {
  EMBEDDING_SIZE,
  elapsedSteps,
  Fault,
  type HazardModel,
  hazard,
  PHI_SIZE,
  STAGES,
} from '@causeway/contract';
import type { PersonPeriods } from '../exposure/exposures.ts';
import { fitLogistic, take, takeRows } from '../maths/index.ts';

/** Columns of the hazard's design: 1, stages, elapsed, z, φ. */
const SIZE = 1 + STAGES.length + 1 + EMBEDDING_SIZE + PHI_SIZE;
const STAGE_AT = 1;
const ELAPSED_AT = STAGE_AT + STAGES.length;
const Z_AT = ELAPSED_AT + 1;
const PHI_AT = Z_AT + EMBEDDING_SIZE;

/** Prior precisions: a stage's departure from the common α, then the slopes. One is a prior deviation of one log-odds. */
const PRECISION = { stage: 1, elapsed: 0.25, z: 4, phi: 1 };

/** The priors' precisions, a column of the design each. */
export const STRAIGHT_PENALTY: Float64Array = new Float64Array(SIZE)
  .fill(PRECISION.stage, STAGE_AT, ELAPSED_AT)
  .fill(PRECISION.elapsed, ELAPSED_AT, Z_AT)
  .fill(PRECISION.z, Z_AT, PHI_AT)
  .fill(PRECISION.phi, PHI_AT, SIZE);

export type HazardFit = {
  readonly model: HazardModel;
  /** Standard errors of [elapsed, u, v], from the penalised Hessian. */
  readonly errors: { readonly elapsed: number; readonly u: number[]; readonly v: number[] };
  readonly logLikelihood: number;
  readonly rows: number;
  readonly events: number;
};

const design = (periods: PersonPeriods): Float64Array => {
  const x = new Float64Array(periods.n * SIZE);
  for (let i = 0; i < periods.n; i++) {
    const at = i * SIZE;
    x[at] = 1;
    x[at + STAGE_AT + (periods.stage[i] as number)] = 1;
    x[at + ELAPSED_AT] = elapsedSteps(periods.step[i] as number);
    x.set(periods.z.subarray(i * EMBEDDING_SIZE, (i + 1) * EMBEDDING_SIZE), at + Z_AT);
    x.set(periods.phi.subarray(i * PHI_SIZE, (i + 1) * PHI_SIZE), at + PHI_AT);
  }
  return x;
};

/**
 * λ_t = σ(α_stage + e elapsed + uᵀz + vᵀφ_t) (B24) on person-period rows, by ridge logistic regression. A stage's α is the
 * common level plus a departure with a normal prior, so that a stage without rows gets the common level.
 * Throws `bad-input` with fewer than 50 rows, or when every row or none ends in leaving.
 */
export const fitHazard = (periods: PersonPeriods, rows?: ArrayLike<number>): HazardFit => {
  const all = design(periods);
  const chosen = rows ?? Int32Array.from({ length: periods.n }, (_, i) => i);
  const x = rows === undefined ? all : takeRows(all, SIZE, chosen);
  const y = take(periods.event, chosen);
  const n = chosen.length;
  const events = y.reduce((sum, v) => sum + v, 0);
  if (n < 50 || events === 0 || events === n) {
    throw new Fault(
      'bad-input',
      'person periods',
      `got ${n} rows with ${events} leavings; at least 50 rows of both kinds are needed`,
    );
  }
  const fit = fitLogistic({ x, n, p: SIZE, y, penalty: STRAIGHT_PENALTY });
  const b = fit.coefficients;
  const e = fit.standardErrors;
  return {
    model: {
      alpha: STAGES.map((_, k) => (b[0] as number) + (b[STAGE_AT + k] as number)),
      elapsed: b[ELAPSED_AT] as number,
      u: Array.from(b.subarray(Z_AT, PHI_AT)),
      v: Array.from(b.subarray(PHI_AT, SIZE)),
    },
    errors: {
      elapsed: e[ELAPSED_AT] as number,
      u: Array.from(e.subarray(Z_AT, PHI_AT)),
      v: Array.from(e.subarray(PHI_AT, SIZE)),
    },
    logLikelihood: fit.logLikelihood,
    rows: n,
    events,
  };
};

/** λ of every row under a model. */
export const predictHazard = (model: HazardModel, periods: PersonPeriods): Float64Array =>
  Float64Array.from({ length: periods.n }, (_, i) => rowHazard(model, periods, i));

const rowHazard = (model: HazardModel, periods: PersonPeriods, i: number): number =>
  hazard(model, {
    stage: STAGES[periods.stage[i] as number] as (typeof STAGES)[number],
    step: periods.step[i] as number,
    z: Array.from(periods.z.subarray(i * EMBEDDING_SIZE, (i + 1) * EMBEDDING_SIZE)),
    phi: Array.from(periods.phi.subarray(i * PHI_SIZE, (i + 1) * PHI_SIZE)),
  });
