import { Fault } from '@causeway/contract';

export type ExplorationPlan = {
  /** One a region: the least probability of every arm there. */
  readonly least: readonly number[];
  /** What exploring costs a decision, against following the policy alone. */
  readonly costPerDecision: number;
  /** Effective sample size that a sharp policy would then have on the next log, by region. */
  readonly effectiveSizes: readonly number[];
};

/**
 * The least exploration that lets the next log evaluate any arm in every region: with probability e of an arm, a policy that always shows it
 * has an effective size of n e, so e = min(1/A, wanted / n). Regions with few decisions explore more, and their cost is told: Σ share
 * (regret of a uniform draw) A e. Throws `bad-input` for regions without decisions.
 */
export const explorationDesign = (
  regions: readonly { readonly decisions: number; readonly regret: number }[],
  options: { readonly arms: number; readonly wantedSize?: number },
): ExplorationPlan => {
  const { arms, wantedSize = 100 } = options;
  const all = regions.reduce((sum, r) => sum + r.decisions, 0);
  regions.forEach((r, k) => {
    if (!(r.decisions > 0))
      throw new Fault('bad-input', `region ${k}`, `got ${r.decisions} decisions, above 0 is needed`);
  });
  const least = regions.map((r) => Math.min(1 / arms, wantedSize / r.decisions));
  const costPerDecision = regions.reduce(
    (sum, r, k) => sum + (r.decisions / all) * r.regret * arms * (least[k] as number),
    0,
  );
  return {
    least,
    costPerDecision,
    effectiveSizes: regions.map((r, k) => r.decisions * (least[k] as number)),
  };
};
