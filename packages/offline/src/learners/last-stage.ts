import { take, takeRows } from '../maths/index.ts';
import type { Prediction, Regressor } from '../nuisance/index.ts';
import type { Contrast } from './contrast.ts';

/** From a contrast and the rows that may be seen to τ(x): what tells the meta-learners apart. */
export type LastStage = (c: Contrast, seen: Int32Array, base: Regressor) => Prediction;

const regress = (
  c: Contrast,
  seen: ArrayLike<number>,
  base: Regressor,
  y: Float64Array,
  weight?: Float64Array,
): Prediction => {
  const { x, d, seed } = c.rows;
  const own = c.rows.weight === undefined ? undefined : take(c.rows.weight, seen);
  const both =
    weight === undefined ? own : own === undefined ? weight : weight.map((w, k) => w * (own[k] as number));
  return base.fit({
    x: takeRows(x, d, seen),
    n: seen.length,
    d,
    y,
    seed,
    ...(both === undefined ? {} : { weight: both }),
  });
};

/** Regress ψ (A8) on x. */
export const drStage: LastStage = (c, seen, base) => regress(c, seen, base, take(c.psi, seen));

/** min Σ (ỹ - t̃ τ(x))²: regress ỹ/t̃ with weights t̃². */
export const rStage: LastStage = (c, seen, base) => {
  const own = seen.filter((i) => c.t[i] !== -1);
  const t = take(c.tResidual, own);
  // A weight too small to count would come with a target too large to hold.
  const z = take(c.yResidual, own).map((v, k) => {
    const tk = t[k] as number;
    return Math.abs(tk) < 1e-3 ? 0 : v / tk;
  });
  return regress(
    c,
    own,
    base,
    z,
    t.map((v) => (Math.abs(v) < 1e-3 ? 0 : v * v)),
  );
};

/** Imputed effects of each arm, Y - m₀ and m₁ - Y, regressed apart and mixed by the mean propensity. */
export const xStage: LastStage = (c, seen, base) => {
  const one = seen.filter((i) => c.t[i] === 1);
  const none = seen.filter((i) => c.t[i] === 0);
  const fit1 = regress(
    c,
    one,
    base,
    Float64Array.from(one, (i) => (c.rows.y[i] as number) - (c.m0[i] as number)),
  );
  const fit0 = regress(
    c,
    none,
    base,
    Float64Array.from(none, (i) => (c.m1[i] as number) - (c.rows.y[i] as number)),
  );
  const e = seen.reduce((sum, i) => sum + (c.e[i] as number), 0) / seen.length;
  return (x, m) => {
    const other = fit0(x, m);
    return fit1(x, m).map((v, i) => (1 - e) * v + e * (other[i] as number));
  };
};

/** One model of Y with the treatment as a column more: its difference between treatment and none. */
export const sStage: LastStage = (c, seen, base) => {
  const { x, d, y, seed } = c.rows;
  const own = seen.filter((i) => c.t[i] !== -1);
  const widen = (of: Float64Array, m: number, t: (i: number) => number): Float64Array => {
    const out = new Float64Array(m * (d + 1));
    for (let i = 0; i < m; i++) {
      out.set(of.subarray(i * d, (i + 1) * d), i * (d + 1));
      out[i * (d + 1) + d] = t(i);
    }
    return out;
  };
  const both = base.fit({
    x: widen(takeRows(x, d, own), own.length, (i) => c.t[own[i] as number] as number),
    n: own.length,
    d: d + 1,
    y: take(y, own),
    seed,
    ...(c.rows.weight === undefined ? {} : { weight: take(c.rows.weight, own) }),
  });
  return (of, m) => {
    const none = both(
      widen(of, m, () => 0),
      m,
    );
    return both(
      widen(of, m, () => 1),
      m,
    ).map((v, i) => v - (none[i] as number));
  };
};

/** The class transformation Y T/e - Y (1 - T)/(1 - e), whose mean given x is τ(x): the plain baseline. */
export const classStage: LastStage = (c, seen, base) => {
  const own = seen.filter((i) => c.t[i] !== -1);
  const z = Float64Array.from(own, (i) => {
    const e = c.e[i] as number;
    return c.t[i] === 1 ? (c.rows.y[i] as number) / e : -(c.rows.y[i] as number) / (1 - e);
  });
  return regress(c, own, base, z);
};

/** One model of Y an arm, and their difference. */
export const tStage: LastStage = (c, seen, base) => {
  const of = (arm: number): Prediction => {
    const own = seen.filter((i) => c.t[i] === arm);
    return regress(c, own, base, take(c.rows.y, own));
  };
  const [one, none] = [of(1), of(0)];
  return (x, m) => {
    const other = none(x, m);
    return one(x, m).map((v, i) => v - (other[i] as number));
  };
};
