import { Fault } from '@causeway/contract';
import type { EffectRows } from '../../learners/index.ts';
import { type Interval, meanInterval, take } from '../../maths/index.ts';
import { conservativeChoice } from '../safe/index.ts';
import { allocateArms, type Spending } from './allocate-arms.ts';
import { type StudyEffects, studyEffects } from './study-effects.ts';
import { type StudyScores, studyScores } from './study-scores.ts';

export type TableStudy = Spending & {
  readonly rows: EffectRows;
  readonly arms: readonly string[];
  /** Confidence at which a policy must be better than doing nothing; .95. */
  readonly confidence?: number;
  /** KL radius of the populations in whose worst it must be so too (A18); 0. */
  readonly radius?: number;
};

/** A policy as it was weighed, on people whom its effects did not see; gains and spend a row. */
export type TableCandidate = {
  readonly name: string;
  readonly gain: Interval;
  readonly worstCase: number;
  readonly spend: number;
  readonly shares: readonly number[];
  readonly safe: boolean;
};

export type TablePolicy = {
  /** 'learned', 'always ARM' or 'nothing' */
  readonly chosen: string;
  readonly multiplier: number;
  readonly candidates: readonly TableCandidate[];
  readonly effects: StudyEffects;
  readonly scores: StudyScores;
  /** arm of every row under the chosen policy, by effects that did not see it; -1 in rows of no fold */
  readonly arm: Int32Array;
  readonly value: { readonly policy: Interval; readonly control: Interval; readonly gain: Interval };
  /** the best single arm, for the share of people that the budget pays */
  readonly bestConstant: { readonly name: string; readonly share: number; readonly gain: Interval };
  /** Arms and effects of other people, the same budget a row. */
  decide(
    x: Float64Array,
    m: number,
  ): { arm: Int32Array; effects: Float64Array[]; multiplier: number; spent: number };
};

/** Standard errors by which one arm for all must beat the learned policy to take its place. */
const PROOF = 3;

const checkStudy = ({ arms, costs, budgetPerRow }: TableStudy): void => {
  if (costs.length !== arms.length || costs[0] !== 0 || costs.some((c) => !(c >= 0 && Number.isFinite(c))))
    throw new Fault(
      'bad-input',
      'costs',
      `got ${costs.join(', ')} for ${arms.join(', ')}; the first, doing nothing, costs 0, and none is negative`,
    );
  if (!(budgetPerRow >= 0))
    throw new Fault('bad-input', 'budget', `got ${budgetPerRow} a row, allowed is at least 0`);
};

/**
 * A policy from a logged table (A10-A12, B39-B41): cross-fitted effects of every arm, the allocation that keeps the budget, and its gain over doing
 * nothing by the doubly robust scores of people whom the effects did not see. It is chosen when it is better than nothing at
 * the confidence asked for; one arm for all takes its place when it is better by three standard errors; else nothing is done.
 */
export const learnTablePolicy = (study: TableStudy): TablePolicy => {
  checkStudy(study);
  const { rows, arms, costs, budgetPerRow, objective, confidence = 0.95, radius = 0 } = study;
  const { n, seed } = rows;
  const effects = studyEffects(rows);
  const scored = studyScores(rows, effects);
  const A = arms.length;
  const judged = Int32Array.from({ length: n }, (_, i) => i).filter((i) =>
    Number.isFinite(scored.scores[i * A] as number),
  );
  const person = Array.from(judged, (i) => rows.group?.[i] ?? String(i));
  const cost = (a: number): number => costs[a] as number;
  const score = (i: number, a: number): number => scored.scores[i * A + a] as number;
  const gainsOf = (chosen: Int32Array): Float64Array =>
    Float64Array.from(judged, (i) => {
      const a = chosen[i] as number;
      return score(i, a) - score(i, 0) - (objective === 'net' ? cost(a) : 0);
    });
  const weigh = (name: string, arm: Int32Array) => {
    const shares = new Array<number>(A).fill(0);
    for (const i of judged)
      shares[arm[i] as number] = (shares[arm[i] as number] as number) + 1 / judged.length;
    const spend = shares.reduce((s, v, a) => s + v * cost(a), 0);
    return { name, arm, gains: gainsOf(arm), shares, spend };
  };
  const held = effects.mixed.held.map((own) => take(own, judged));
  const fit = allocateArms(held, judged.length, study, seed);
  const learnedArm = new Int32Array(n).fill(-1);
  judged.forEach((i, k) => (learnedArm[i] = fit.arm[k] as number));
  const learned = weigh('learned', learnedArm);
  const constants = arms.flatMap((name, a) =>
    a === 0 || cost(a) > budgetPerRow ? [] : [weigh(`always ${name}`, new Int32Array(n).fill(a))],
  );
  // The learned policy and the constants are two chances to be wrong: each is judged at half the error, so that both together keep it.
  const options = { level: constants.length > 0 ? (1 + confidence) / 2 : confidence, radius };
  const own = conservativeChoice([learned], person, options);
  const others = constants.length > 0 ? conservativeChoice(constants, person, options) : null;
  const constant = others === null || others.chosen < 0 ? undefined : constants[others.chosen];
  const beats = (one: typeof learned, two: typeof learned): boolean => {
    const { value, standardError } = meanInterval(
      one.gains.map((g, i) => g - (two.gains[i] as number)),
      person,
    );
    return value > PROOF * standardError;
  };
  const best =
    own.chosen === 0 ? (constant !== undefined && beats(constant, learned) ? constant : learned) : constant;
  const arm = best?.arm ?? new Int32Array(n);
  const mean = (of: (i: number) => number): Interval => meanInterval(Float64Array.from(judged, of), person);
  const scaled = (i: Interval, by: number): Interval => ({
    ...i,
    value: by * i.value,
    low: by * i.low,
    high: by * i.high,
    standardError: by * i.standardError,
  });
  const single = arms
    .map((name, a) => {
      const share = cost(a) > 0 ? Math.min(1, budgetPerRow / cost(a)) : 1;
      const gain = mean((i) => score(i, a) - score(i, 0) - (objective === 'net' ? cost(a) : 0));
      return { name, share, gain: scaled(gain, share) };
    })
    .reduce((top, next) => (next.gain.value > top.gain.value ? next : top));
  const verdicts = [...own.judged, ...(others?.judged ?? [])];
  return {
    chosen: best?.name ?? 'nothing',
    multiplier: best === learned ? fit.multiplier : 0,
    candidates: [learned, ...constants].map(({ name, spend, shares }, k) => {
      const { gain, worstCase, safe } = verdicts[k] as (typeof verdicts)[number];
      return { name, gain: { ...gain }, worstCase, spend, shares, safe };
    }),
    effects,
    scores: scored,
    arm: arm.map((a, i) => (learnedArm[i] === -1 ? -1 : a)),
    value: {
      policy: mean((i) => score(i, arm[i] as number) - (objective === 'net' ? cost(arm[i] as number) : 0)),
      control: mean((i) => score(i, 0)),
      gain: mean(
        (i) => score(i, arm[i] as number) - score(i, 0) - (objective === 'net' ? cost(arm[i] as number) : 0),
      ),
    },
    bestConstant: single,
    decide: (x, m) => {
      const made = effects.mixed.predict(x, m);
      if (best !== learned) {
        const a = best === undefined ? 0 : (best.arm[0] as number);
        return { arm: new Int32Array(m).fill(a), effects: made, multiplier: 0, spent: m * cost(a) };
      }
      const own = allocateArms(made, m, study, seed);
      return { arm: Int32Array.from(own.arm), effects: made, multiplier: own.multiplier, spent: own.spent };
    },
  };
};
