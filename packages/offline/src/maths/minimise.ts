/** A function of p numbers: writes its gradient into the second argument and returns its value. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

const dotOf = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
};

/** Pairs of steps and gradient changes that approximate the inverse Hessian. */
const MEMORY = 8;
const SUFFICIENT = 1e-4;
const MOST_HALVINGS = 30;

type Pair = { readonly s: Float64Array; readonly y: Float64Array; readonly rho: number };

/** -H g by the two-loop recursion over the remembered pairs, newest last. */
const direction = (gradient: Float64Array, pairs: readonly Pair[]): Float64Array => {
  const q = gradient.slice();
  const alphas: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, rho } = pairs[k] as Pair;
    const alpha = rho * dotOf(s, q);
    alphas[k] = alpha;
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) - alpha * (y[i] as number);
  }
  const last = pairs.at(-1);
  const scale =
    last === undefined ? 1 / Math.max(1, Math.sqrt(dotOf(q, q))) : 1 / (last.rho * dotOf(last.y, last.y));
  for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale;
  pairs.forEach(({ s, y, rho }, k) => {
    const beta = rho * dotOf(y, q);
    for (let i = 0; i < q.length; i++)
      q[i] = (q[i] as number) + (s[i] as number) * ((alphas[k] as number) - beta);
  });
  return q.map((x) => -x);
};

/**
 * A local minimum of a smooth function by L-BFGS (Nocedal 1980) with step halving (Armijo). Stops when a step gains under `tolerance` of
 * the value, when no step gains, or after `iterations`.
 */
export const minimise = (
  f: Objective,
  start: Float64Array,
  { iterations = 100, tolerance = 1e-7 }: { iterations?: number; tolerance?: number } = {},
): { at: Float64Array; value: number; iterations: number } => {
  let at = start.slice();
  let gradient: Float64Array = new Float64Array(at.length);
  let value = f(at, gradient);
  const pairs: Pair[] = [];
  for (let k = 1; k <= iterations; k++) {
    let way = direction(gradient, pairs);
    let slope = dotOf(way, gradient);
    if (!(slope < 0)) {
      pairs.length = 0;
      way = gradient.map((x) => -x);
      slope = dotOf(way, gradient);
    }
    if (slope === 0) return { at, value, iterations: k };
    const next = new Float64Array(at.length);
    const nextGradient = new Float64Array(at.length);
    let reached = Number.NaN;
    let step = 1;
    for (let halving = 0; halving < MOST_HALVINGS; halving++, step /= 2) {
      for (let i = 0; i < at.length; i++) next[i] = (at[i] as number) + step * (way[i] as number);
      reached = f(next, nextGradient);
      if (reached <= value + SUFFICIENT * step * slope) break;
    }
    if (!(reached < value)) return { at, value, iterations: k };
    const s = next.map((x, i) => x - (at[i] as number));
    const y = nextGradient.map((x, i) => x - (gradient[i] as number));
    const curvature = dotOf(s, y);
    if (curvature > 1e-12 * dotOf(y, y)) {
      pairs.push({ s, y, rho: 1 / curvature });
      if (pairs.length > MEMORY) pairs.shift();
    }
    const gain = value - reached;
    [at, gradient, value] = [next, nextGradient, reached];
    if (gain < tolerance * Math.max(1e-12, Math.abs(value))) return { at, value, iterations: k };
  }
  return { at, value, iterations };
};
