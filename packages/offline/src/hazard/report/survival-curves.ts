import { exp, log, survive } from '@causeway/contract';
import { groupRows } from './group-rows.ts';

/** One group's survival by step, as it was (Kaplan and Meier) and as it was foretold. */
export type SurvivalCurve = {
  readonly group: string;
  readonly sessions: number;
  readonly steps: readonly {
    readonly step: number;
    /** Sessions that could have the event at this step. */
    readonly atRisk: number;
    readonly events: number;
    readonly observed: number;
    readonly low: number;
    readonly high: number;
    readonly predicted: number;
  }[];
};

export type SurvivalInput = {
  readonly p: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly step: ArrayLike<number>;
  readonly session: ArrayLike<number>;
  readonly group: ArrayLike<string>;
};

const MOST_GROUPS = 8;
const MOST_STEPS = 60;
/** Fewer sessions at risk say too little to draw. */
const FEWEST_AT_RISK = 10;
const Z = 1.959963984540054;

const curveOf = (input: SurvivalInput, group: string, rows: readonly number[]): SurvivalCurve => {
  const steps: { atRisk: number; events: number; expected: number }[] = [];
  for (const i of rows) {
    const k = (input.step[i] as number) - 1;
    if (k >= MOST_STEPS) continue;
    while (steps.length <= k) steps.push({ atRisk: 0, events: 0, expected: 0 });
    const own = steps[k] as { atRisk: number; events: number; expected: number };
    own.atRisk++;
    own.events += input.y[i] as number;
    own.expected += input.p[i] as number;
  }
  let [observed, predicted, variance] = [1, 1, 0];
  const out: SurvivalCurve['steps'][number][] = [];
  for (const [k, { atRisk, events, expected }] of steps.entries()) {
    if (atRisk < FEWEST_AT_RISK) break;
    observed = survive(observed, events / atRisk);
    predicted = survive(predicted, expected / atRisk);
    if (events < atRisk) variance += events / (atRisk * (atRisk - events));
    // Greenwood's variance on the scale of ln(-ln S), where an interval stays inside 0..1.
    const ends =
      observed > 0 && observed < 1
        ? [1, -1].map((side) => observed ** exp((side * Z * Math.sqrt(variance)) / Math.abs(log(observed))))
        : [observed, observed];
    out.push({
      step: k + 1,
      atRisk,
      events,
      observed,
      low: ends[0] as number,
      high: ends[1] as number,
      predicted,
    });
  }
  return { group, sessions: new Set(rows.map((i) => input.session[i])).size, steps: out };
};

/** S_t = Π (1 - λ) (B25) by step and group: observed d/n, and the mean forecast of those at risk. Largest groups first. */
export const survivalCurves = (input: SurvivalInput): SurvivalCurve[] =>
  groupRows(input.group)
    .slice(0, MOST_GROUPS)
    .map(([group, rows]) => curveOf(input, group, rows));
