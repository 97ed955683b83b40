import { opeReport } from '../ope/index.ts';
import type { TablePolicy } from '../policy/index.ts';

/** The off-policy report of a learned policy on the log that it was learned from, by effects and outcome models that did not see the row. */
export const tablePolicyValue = (
  learned: TablePolicy,
  reward: Float64Array,
  action: Int32Array,
  person: readonly string[],
) => {
  const judged = Int32Array.from(learned.arm.keys()).filter((i) => learned.arm[i] !== -1);
  const A = learned.scores.means.length / learned.arm.length;
  const { means, propensity } = learned.scores;
  const pick = (of: (i: number) => number) => Float64Array.from(judged, of);
  const { automatic, refusal, support } = opeReport(
    {
      n: judged.length,
      reward: pick((i) => reward[i] as number),
      propensity: pick((i) => propensity[i] as number),
      candidate: pick((i) => (action[i] === learned.arm[i] ? 1 : 0)),
      shownMean: pick((i) => means[i * A + (action[i] as number)] as number),
      policyMean: pick((i) => means[i * A + (learned.arm[i] as number)] as number),
      cluster: Array.from(judged, (i) => person[i] as string),
    },
    { samples: 200 },
  );
  return { automatic, refusal, support };
};
