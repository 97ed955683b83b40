import { Fault } from '@causeway/contract';
import { corrected, type Estimator, plainMean, ratioRounds, weightedReward } from './estimator.ts';
import { column, meanOf, type OpeTable, policyMeanOf, residualOf, weightsOf } from './ope-table.ts';
import { clip, powerMean, shrink, switchOff, type WeightMap } from './weight-maps.ts';

/** Inverse propensity score, mean of r w (A14, B38). Unbiased; its variance grows with the weights. */
export const ips: Estimator = plainMean('ips', 'ipw', false, (table) => weightedReward(table));

/** Doubly robust (A15, A16): Σ_a π q + w (r - q(x, a)). */
export const dr: Estimator = plainMean('dr', 'dr', true, (table) => corrected(table));

/** Direct method: the outcome model's mean under the candidate. */
export const dm: Estimator = plainMean('dm', 'dm', true, policyMeanOf, dr);

const requireWeight = (mean: number, at: string): void => {
  if (mean > 0) return;
  throw new Fault('no-support', at, 'no logged action has a positive probability under the candidate');
};

/** Self-normalised: Σ r w / Σ w. */
export const snips: Estimator = {
  name: 'snips',
  peer: 'snipw',
  needsModel: false,
  rounds: (table) => {
    requireWeight(meanOf(weightsOf(table)), 'snips');
    return ratioRounds(weightedReward(table), weightsOf(table));
  },
  columns: (table) => [weightedReward(table), weightsOf(table)],
  value: (means) => (means[0] as number) / (means[1] as number),
};

const weightedResidual = (table: OpeTable): Float64Array =>
  column(table, 'w residual', () => {
    const residual = residualOf(table);
    return weightsOf(table).map((w, i) => w * (residual[i] as number));
  });

/** Self-normalised doubly robust: mean of v + Σ w (r - q) / Σ w. */
export const sndr: Estimator = {
  name: 'sndr',
  peer: 'sndr',
  needsModel: true,
  rounds: (table) => {
    requireWeight(meanOf(weightsOf(table)), 'sndr');
    return ratioRounds(weightedResidual(table), weightsOf(table), policyMeanOf(table));
  },
  columns: (table) => [policyMeanOf(table), weightedResidual(table), weightsOf(table)],
  value: (means) => (means[0] as number) + (means[1] as number) / (means[2] as number),
};

const onReward = (name: string, peer: string, map: WeightMap): Estimator =>
  plainMean(name, peer, false, (table) => weightedReward(table, map), ips);
const onResidual = (name: string, peer: string, map: WeightMap): Estimator =>
  plainMean(name, peer, true, (table) => corrected(table, map), dr);

/** min(w, λ) r: less variance, and a bias where weights were cut. */
export const clippedIps = (lambda: number): Estimator =>
  onReward(`clipped-ips-${lambda}`, `cipw_${lambda}`, clip(lambda));
/** Doubly robust with w -> 0 above λ. */
export const switchDr = (lambda: number): Estimator =>
  onResidual(`switch-dr-${lambda}`, `switch-dr_${lambda}`, switchOff(lambda));
/** Doubly robust with optimistic shrinkage of w. */
export const shrunkDr = (lambda: number): Estimator =>
  onResidual(`dros-${lambda}`, `dr-os_${lambda}`, shrink(lambda));
/** w / (1 - λ + λ w) on rewards, and on residuals. */
export const subGaussianIps = (lambda: number): Estimator =>
  onReward(`sub-gaussian-ips-${lambda}`, `sg-ipw_${lambda}`, powerMean(lambda));
export const subGaussianDr = (lambda: number): Estimator =>
  onResidual(`sub-gaussian-dr-${lambda}`, `sg-dr_${lambda}`, powerMean(lambda));
