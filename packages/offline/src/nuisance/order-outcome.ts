import { type Action, faceCents, STATE_SIZE, sigmoid } from '@causeway/contract';
import type { Exposures } from '../exposure/exposures.ts';
import { fitRidge, rowDot, take } from '../maths/index.ts';
import { type ArmPrecisions, fitArmLogistic } from './arm-logistic.ts';
import type { ArmMeans, OutcomeLearner } from './outcome-learner.ts';
import { fitStandard } from './standardise.ts';

/**
 * How a session earns, taken apart: does it end in an order (a hierarchical logistic regression on the state and the arm), what margin
 * does an order bring (a straight line in the basket), and what share of an incentive's face is redeemed on an order.
 *   μ_a(x) = p_a(x) (m(basket) - ρ_a face_a) - handling_a,   c_a(x) = p_a(x) ρ_a face_a.
 * Whether someone buys is noisy, how much is in the basket is known: that is what makes this form lean.
 */
export const orderOutcome = (actions: readonly Action[], precisions: ArmPrecisions): OutcomeLearner => ({
  name: 'order',
  fit: (e, rows) => {
    const standard = fitStandard(e.x, STATE_SIZE, rows);
    const n = rows.length;
    const { p } = standard;
    const arm = Int32Array.from(rows, (i) => e.action[i] as number);
    const design = standard.apply(e.x, STATE_SIZE, rows);
    const y = take(e.converted, rows);
    const fit = fitArmLogistic({ x: design, n, p, arm, arms: actions.length, y, precisions });
    const line = fitMarginLine(e, rows, actions);
    const redemption = actions.map((action, a) => redeemedShare(e, rows, action, a));
    return (wanted) => {
      const x = standard.apply(e.x, STATE_SIZE, wanted);
      const size = wanted.length * actions.length;
      const means = {
        reward: new Float64Array(size),
        cost: new Float64Array(size),
        converted: new Float64Array(size),
      };
      for (let r = 0; r < wanted.length; r++) {
        const base = rowDot(x, r, p, fit.base);
        const cart = e.cartCents[wanted[r] as number] as number;
        const margin = line.intercept + line.slope * cart;
        actions.forEach((action, a) => {
          const at = r * actions.length + a;
          const order = sigmoid(base + (a === 0 ? 0 : rowDot(x, r, p, fit.arm[a] as Float64Array)));
          const redeemed = (redemption[a] as number) * faceCents(action, cart);
          means.converted[at] = order;
          means.cost[at] = order * redeemed;
          means.reward[at] = order * (margin - redeemed) - action.handlingCents;
        });
      }
      return means satisfies ArmMeans;
    };
  },
});

/** The margin of an order before incentives and handling, as a line in the basket; zero when nothing was ever ordered. */
const fitMarginLine = (e: Exposures, rows: Int32Array, actions: readonly Action[]) => {
  const orders = rows.filter((i) => e.converted[i] === 1);
  const margin = Float64Array.from(
    orders,
    (i) =>
      (e.reward[i] as number) +
      (e.cost[i] as number) +
      (actions[e.action[i] as number] as Action).handlingCents,
  );
  if (orders.length < 2) return { intercept: margin[0] ?? 0, slope: 0 };
  const cart = take(e.cartCents, orders);
  const fit = fitRidge({ x: cart, n: orders.length, p: 1, y: margin, grid: [1e-4, 1e-2, 1] });
  return { intercept: fit.intercept, slope: fit.coefficients[0] as number };
};

/** ρ_a = what was redeemed over the faces of the incentives that met an order; one before any did. */
const redeemedShare = (e: Exposures, rows: Int32Array, action: Action, a: number): number => {
  let [redeemed, faces] = [0, 0];
  for (const i of rows) {
    if (e.action[i] !== a || e.converted[i] !== 1) continue;
    redeemed += e.cost[i] as number;
    faces += faceCents(action, e.cartCents[i] as number);
  }
  return faces > 0 ? redeemed / faces : 1;
};

const LEVELS = [1, 4, 16, 64];
const SLOPES = [10, 30, 100, 300, 1000];

/** The precisions with the largest evidence on these rows (empirical Bayes): first the slopes, then the levels. */
export const choosePrecisions = (e: Exposures, rows: Int32Array, arms: number): ArmPrecisions => {
  const standard = fitStandard(e.x, STATE_SIZE, rows);
  const x = standard.apply(e.x, STATE_SIZE, rows);
  const arm = Int32Array.from(rows, (i) => e.action[i] as number);
  const y = take(e.converted, rows);
  let best = { precisions: { base: 1, level: 16, slope: 300 }, evidence: -Infinity };
  const attempt = (precisions: ArmPrecisions) => {
    const fit = fitArmLogistic({ x, n: rows.length, p: standard.p, arm, arms, y, precisions });
    if (fit.logEvidence > best.evidence) best = { precisions: { ...precisions }, evidence: fit.logEvidence };
  };
  for (const slope of SLOPES) attempt({ ...best.precisions, slope });
  for (const level of LEVELS) attempt({ ...best.precisions, level });
  for (const base of [10, 30, 100, 300]) attempt({ ...best.precisions, base });
  return best.precisions;
};
