import type { Exposures } from '../exposure/exposures.ts';
import { type Interval, meanInterval } from '../maths/index.ts';
import type { Scores } from '../nuisance/index.ts';

/** What an arm does on average to those who may get it, against doing nothing, in cents of net margin; and what it spends. */
export type AverageEffect = {
  readonly action: string;
  readonly rows: number;
  readonly shown: number;
  readonly effect: Interval;
  readonly cost: number;
  /** Value per exposed session, less that of doing nothing, when everyone who may gets it and the others get nothing. */
  readonly policyGain: Interval;
};

/** Mean of Γ_a - Γ_0 (A8) over the rows in which the arm was open, with intervals clustered by subject. */
export const averageEffects = (e: Exposures, scores: Scores): AverageEffect[] => {
  const { arms } = scores;
  const out: AverageEffect[] = [];
  for (let a = 1; a < arms; a++) {
    const gains = new Float64Array(e.n);
    const open: number[] = [];
    let [shown, cost] = [0, 0];
    for (let i = 0; i < e.n; i++) {
      const gamma = scores.reward[i * arms + a] as number;
      if (e.eligible[i * arms + a] !== 1 || Number.isNaN(gamma)) continue;
      open.push(i);
      gains[i] = gamma - (scores.reward[i * arms] as number);
      cost += scores.cost[i * arms + a] as number;
      if (e.action[i] === a) shown++;
    }
    const subjects = open.map((i) => e.subject[i] as string);
    if (new Set(subjects).size < 2) continue;
    out.push({
      action: e.actions[a] as string,
      rows: open.length,
      shown,
      effect: meanInterval(
        open.map((i) => gains[i] as number),
        subjects,
      ),
      cost: cost / open.length,
      policyGain: meanInterval(gains, e.subject),
    });
  }
  return out;
};
