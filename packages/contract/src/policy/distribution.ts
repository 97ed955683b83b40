import { exp } from '../maths/exp.ts';
import { clamp } from '../maths/vector.ts';
import type { PolicyModel, Scores } from './policy-model.ts';

/** softmax over the eligible, shifted by the largest so that nothing overflows (B33). Sums to one; 0 where masked. */
export const softmax = (scores: readonly number[], eligible: readonly boolean[]): number[] => {
  let top = -Infinity;
  for (let k = 0; k < scores.length; k++)
    if (eligible[k] && (scores[k] as number) > top) top = scores[k] as number;
  const weights = scores.map((x, k) => (eligible[k] ? exp(x - top) : 0));
  let sum = 0;
  for (const w of weights) sum += w;
  return weights.map((w) => w / sum);
};

/**
 * The threshold rule π_κ (A §3): of the eligible actions with τ/c >= κ (or with τ > 0 at no cost) the one with the
 * largest τ - multiplier c; else the first action, which is `none`.
 */
const threshold = (
  model: PolicyModel,
  { effects, costs }: Scores,
  net: readonly number[],
  eligible: readonly boolean[],
) => {
  let best = 0;
  for (let k = 1; k < net.length; k++) {
    if (!eligible[k]) continue;
    const [t, c] = [effects[k] as number, costs[k] as number];
    const passes = c > 0 ? t >= model.kappa * c : t > 0;
    if (passes && (net[k] as number) > (best === 0 ? 0 : (net[best] as number))) best = k;
  }
  return net.map((_, k) => (k === best ? 1 : 0));
};

/** The scale at which the clamped probabilities sum to one; the sum grows with the scale, so halving finds it. */
const withBounds = (p: readonly number[], low: readonly number[], high: readonly number[]): number[] => {
  const at = (scale: number) => p.map((x, k) => clamp(scale * x, low[k] as number, high[k] as number));
  const total = (q: readonly number[]) => q.reduce((a, b) => a + b, 0);
  let [from, to] = [0, 1];
  while (total(at(to)) < 1 && to < 1e12) to *= 2;
  for (let k = 0; k < 100; k++) {
    const middle = (from + to) / 2;
    if (total(at(middle)) < 1) from = middle;
    else to = middle;
  }
  const q = at(to);
  // What rounding or an upper bound on everything leaves over goes to `none`: doing nothing is never forbidden.
  q[0] = Math.max(0, (q[0] as number) + 1 - total(q));
  return q;
};

/**
 * π(·|s), the final distribution: rule -> exploration mixture -> floor -> bounds. `eligible[0]` (`none`) must hold.
 * The numbers returned are those that the draw uses and the log keeps. Masked actions have probability 0 exactly.
 *
 * @param ids action ids, in the table's order, for the bounds
 */
export const distribution = (
  model: PolicyModel,
  scores: Scores,
  eligible: readonly boolean[],
  ids: readonly string[],
): number[] => {
  if (eligible[0] !== true) throw new RangeError('the first action, none, must be eligible');
  const open = eligible.reduce((n, e) => n + (e ? 1 : 0), 0);
  const net = scores.effects.map((t, k) => t - model.multiplier * (scores.costs[k] as number));
  const rule =
    model.rule === 'softmax'
      ? softmax(
          net.map((x) => x / model.temperature),
          eligible,
        )
      : threshold(model, scores, net, eligible);
  const e = model.exploration;
  const floor = Math.min(model.floor, 1 / open);
  const mixed = rule.map((p, k) => (eligible[k] ? floor + (1 - open * floor) * ((1 - e) * p + e / open) : 0));
  const bounded = ids.some((id, k) => eligible[k] && Object.hasOwn(model.bounds, id));
  if (!bounded) return mixed;
  const bound = (k: number) =>
    eligible[k] ? (model.bounds[ids[k] as string] ?? { low: 0, high: 1 }) : { low: 0, high: 0 };
  return withBounds(
    mixed,
    mixed.map((_, k) => bound(k).low),
    mixed.map((_, k) => bound(k).high),
  );
};

/** The action at u in [0, 1): the inverse of the cumulative distribution, in the table's order. */
export const choose = (distribution: readonly number[], u: number): number => {
  let sum = 0;
  let last = 0;
  for (let k = 0; k < distribution.length; k++) {
    const p = distribution[k] as number;
    if (p <= 0) continue;
    last = k;
    sum += p;
    if (u < sum) return k;
  }
  return last;
};
