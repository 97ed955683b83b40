import { type Interval, meanInterval } from '../../maths/index.ts';
import type { CandidateCase } from '../candidate-case.ts';

export type GroupFacts = {
  readonly group: string;
  readonly people: number;
  readonly rows: number;
  /** mean probability of doing anything, where anything could be done */
  readonly treated: number;
  /** cents an exposure over doing nothing, by the scores (the group's benefit); at 99.5 %, since several groups are looked at */
  readonly gain: Interval;
  /** expected incentive cents an exposure */
  readonly spend: number;
};

/** Treatment, benefit and money of the rows of a group and of the rest. A side with too few people is null: nothing is published of it. */
export const groupFacts = (
  { exposures: e, scores, policy }: Pick<CandidateCase, 'exposures' | 'scores' | 'policy'>,
  column: 'mobile' | 'known',
  minGroup: number,
): readonly [inside: GroupFacts | null, outside: GroupFacts | null] => {
  const side = (wanted: number): GroupFacts | null => {
    const rows: number[] = [];
    for (let i = 0; i < e.n; i++) if (e[column][i] === wanted) rows.push(i);
    const people = new Set(rows.map((i) => e.subject[i])).size;
    if (people < minGroup) return null;
    let [open, treated, spend] = [0, 0, 0];
    const gain = rows.map((i) => {
      let [sum, acts, any] = [0, 0, false];
      for (let a = 1; a < scores.arms; a++) {
        const at = i * scores.arms + a;
        if (e.eligible[at] !== 1) continue;
        const p = policy[at] as number;
        any = true;
        acts += p;
        sum += p * ((scores.reward[at] as number) - (scores.reward[i * scores.arms] as number));
        spend += (p * (scores.cost[at] as number)) / rows.length;
      }
      if (any) [open, treated] = [open + 1, treated + acts];
      return sum;
    });
    return {
      group: `${wanted === 1 ? '' : 'not '}${column}`,
      people,
      rows: rows.length,
      treated: open === 0 ? 0 : treated / open,
      gain: meanInterval(
        gain,
        rows.map((i) => e.subject[i] as string),
        0.995,
      ),
      spend,
    };
  };
  return [side(1), side(0)];
};
