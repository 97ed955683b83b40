import { Fault } from '@causeway/contract';
import { contrastOf, crossFitNuisances, type EffectRows, type NuisanceOptions } from '../learners/index.ts';
import { type Interval, makeRandom, meanInterval, normalQuantile, take } from '../maths/index.ts';
import { logisticRegressor, ridgeRegressor } from '../nuisance/index.ts';

export type NegativeControl = {
  readonly outcome: string;
  readonly effect: Interval;
  readonly moved: boolean;
};

export type PlaceboReport = {
  readonly effect: Interval;
  /** Effects of treatments shuffled among people: what the method says where there is nothing. */
  readonly placebo: {
    readonly rounds: number;
    readonly mean: number;
    readonly deviation: number;
    /** Rounds whose 95 % interval leaves 0 out; about one in twenty should. */
    readonly falseAlarms: number;
    /** Share of rounds, the true one counted, whose effect is at least as far from 0 as the true one. */
    readonly p: number;
  };
  /** Outcomes that the treatment cannot move; Bonferroni's quantile for all of them together. */
  readonly negativeControls: readonly NegativeControl[];
  readonly summary: string;
};

const LIGHT: NuisanceOptions = { outcome: ridgeRegressor, propensity: logisticRegressor };

/** AIPW (A8) of arm 1 against arm 0, cross-fitted, its level by the number of questions that are asked together. */
const aipw = (rows: EffectRows, questions = 1): Interval => {
  const c = contrastOf(rows, crossFitNuisances(rows, LIGHT), 1);
  const own = c.usable;
  const groups =
    rows.group === undefined ? Array.from(own) : Array.from(own, (i) => rows.group?.[i] as string);
  return meanInterval(take(c.psi, own), groups, 1 - 0.05 / questions);
};

/** Treatments dealt out anew: each person gets another person's whole treatment; rows beyond theirs begin again. */
const shuffled = (rows: EffectRows, seed: number): Int32Array => {
  const own = new Map<string, number[]>();
  for (let i = 0; i < rows.n; i++) {
    const g = rows.group?.[i] ?? String(i);
    const list = own.get(g);
    if (list === undefined) own.set(g, [i]);
    else list.push(i);
  }
  const people = [...own.values()];
  const order = makeRandom(seed).permutation(people.length);
  const out = new Int32Array(rows.n);
  people.forEach((to, k) => {
    const from = people[order[k] as number] as number[];
    to.forEach((i, r) => (out[i] = rows.action[from[r % from.length] as number] as number));
  });
  return out;
};

/**
 * Two ways in which an analysis can be caught: treatments shuffled at random (placebos), which should do nothing, and outcomes which
 * the treatment cannot have moved (negative controls), an effect on which tells of confounding that the columns leave. Plain
 * regressions stand behind each. Throws `bad-input` for other than two arms or rounds outside 5 to 500.
 */
export const placeboChecks = (
  rows: EffectRows,
  negatives: ReadonlyMap<string, Float64Array>,
  rounds = 40,
): PlaceboReport => {
  if (rows.arms !== 2) throw new Fault('bad-input', 'treatment', `got ${rows.arms} values, allowed are two`);
  if (!(Number.isInteger(rounds) && rounds >= 5 && rounds <= 500))
    throw new Fault('bad-input', 'rounds', `got ${rounds}, allowed is 5 to 500`);
  const effect = aipw(rows);
  const { propensity: _, ...open } = rows;
  const drawn = Array.from({ length: rounds }, (_, r) =>
    aipw({ ...open, action: shuffled(rows, rows.seed + 104_729 * (r + 1)) }),
  );
  const values = drawn.map(({ value }) => value);
  const mean = values.reduce((a, b) => a + b, 0) / rounds;
  const further = values.filter((v) => Math.abs(v) >= Math.abs(effect.value)).length;
  const falseAlarms = drawn.filter(({ low, high }) => low > 0 || high < 0).length;
  const negativeControls = [...negatives].map(([outcome, y]): NegativeControl => {
    const own = aipw({ ...rows, y }, negatives.size);
    return { outcome, effect: own, moved: own.low > 0 || own.high < 0 };
  });
  const moved = negativeControls.filter((own) => own.moved).map(({ outcome }) => outcome);
  // As many false alarms as one study in forty would have by chance, or more.
  const many = rounds * 0.05 + normalQuantile(0.975) * Math.sqrt(rounds * 0.05 * 0.95);
  const words = [
    falseAlarms > many
      ? `Placebos are found to work in ${falseAlarms} of ${rounds} rounds: intervals are too narrow here.`
      : `Placebos do nothing, as they should (${falseAlarms} of ${rounds} false alarms).`,
    ...(negatives.size === 0
      ? []
      : [
          moved.length > 0
            ? `The treatment seems to move ${moved.join(', ')}, which it cannot: the columns leave confounding, and its effect on the outcome is not to be trusted either.`
            : 'Outcomes that the treatment cannot move are not moved.',
        ]),
  ];
  return {
    effect,
    placebo: {
      rounds,
      mean,
      deviation: Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / (rounds - 1)),
      falseAlarms,
      p: (1 + further) / (1 + rounds),
    },
    negativeControls,
    summary: words.join(' '),
  };
};
