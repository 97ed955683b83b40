import { fitLogistic } from '../../maths/index.ts';
import { STRAIGHT_PENALTY } from '../fit-hazard.ts';
import { type Form, foldScores, type Tuned } from '../models/form.ts';
import type { HazardRows } from '../models/hazard-rows.ts';
import { type RampModel, rampScores } from '../models/ramp-model.ts';
import type { FittedForm } from '../models/score-part.ts';

const fitStraight = ({ n, d, x, y }: HazardRows): FittedForm => {
  const p = d + 1;
  const design = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    design[i * p] = 1;
    design.set(x.subarray(i * d, (i + 1) * d), i * p + 1);
  }
  const b = fitLogistic({ x: design, n, p, y, penalty: STRAIGHT_PENALTY }).coefficients;
  const model: RampModel = {
    features: d,
    bias: b[0] as number,
    slopes: b.slice(1),
    ramps: [],
    rises: new Float64Array(),
    pairs: [],
    both: new Float64Array(),
  };
  return { parts: [{ kind: 'ramps', model }], score: (rows, count) => rampScores(model, rows, count) };
};

/** λ = σ(α_stage + e elapsed + uᵀz + vᵀφ) (B24) on PAGE_COLUMNS, with the priors of `fitHazard`: nothing is left to choose. */
export const straightForm: Form<null> = {
  name: 'linear',
  tune: (rows, folds): Tuned<null> => ({ settings: null, scores: foldScores(rows, folds, fitStraight) }),
  fit: fitStraight,
};
