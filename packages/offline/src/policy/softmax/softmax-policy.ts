import { exp, Fault, log } from '@causeway/contract';

export type SoftmaxTable = {
  readonly n: number;
  readonly p: number;
  readonly arms: number;
  /** n x p, a constant included */
  readonly x: Float64Array;
  /** Γ net of cost, n x A (A16) */
  readonly scores: Float64Array;
  /** the logging policy, n x A: 0 where an arm was masked; there the policy is 0 too */
  readonly mu: Float64Array;
};

export type SoftmaxOptions = {
  /** D(π || μ) may not pass this on the log's states (B42, B50) */
  readonly trustRadius: number;
  /** standard errors of the gain over μ that are taken off the objective */
  readonly caution?: number;
  readonly steps?: number;
  readonly rate?: number;
  /** longest gradient that is followed (B57's G_t is heavy-tailed) */
  readonly clipNorm?: number;
};

export type SoftmaxPolicy = {
  /** A x p */
  readonly theta: Float64Array;
  readonly pi: Float64Array;
  /** mean_i Σ_a (π - μ) Γ on the rows it learned from: flattering; judge it on other rows. */
  readonly gain: number;
  readonly divergence: number;
};

/** π_θ(a|x) ∝ μ(a|x) exp(θ_aᵀx) of every row: at θ = 0 the logging policy itself, so every step away from it is paid for in D. */
export const softmaxMatrix = (table: Omit<SoftmaxTable, 'scores'>, theta: Float64Array): Float64Array => {
  const { n, p, arms, x, mu } = table;
  const pi = new Float64Array(n * arms);
  for (let i = 0; i < n; i++) {
    let top = -Infinity;
    for (let a = 0; a < arms; a++) {
      if (!((mu[i * arms + a] as number) > 0)) continue;
      let f = log(mu[i * arms + a] as number);
      for (let k = 0; k < p; k++) f += (theta[a * p + k] as number) * (x[i * p + k] as number);
      pi[i * arms + a] = f;
      top = Math.max(top, f);
    }
    let sum = 0;
    for (let at = i * arms; at < (i + 1) * arms; at++) {
      pi[at] = (mu[at] as number) > 0 ? exp((pi[at] as number) - top) : 0;
      sum += pi[at] as number;
    }
    for (let at = i * arms; at < (i + 1) * arms; at++) pi[at] = (pi[at] as number) / sum;
  }
  return pi;
};

/** D(π || μ) = mean_i Σ_a π ln(π/μ) (B42, B50, B51). */
export const divergence = (pi: Float64Array, mu: Float64Array, n: number): number => {
  let sum = 0;
  for (let k = 0; k < pi.length; k++)
    if ((pi[k] as number) > 0) sum += (pi[k] as number) * log((pi[k] as number) / (mu[k] as number));
  return sum / n;
};

/**
 * A linear softmax policy (B33) by off-policy gradient on doubly robust scores: maximises mean Σ (π - μ) Γ - caution x its standard error -
 * β D(π || μ), by Adam on clipped gradients; β is raised until D keeps the trust radius, so that the next log can still
 * evaluate what this one proposes. Throws `bad-input` for a radius that is not above 0.
 */
export const softmaxPolicy = (table: SoftmaxTable, options: SoftmaxOptions): SoftmaxPolicy => {
  const { trustRadius, caution = 0, steps = 150, rate = 0.05, clipNorm = 1 } = options;
  if (!(trustRadius > 0))
    throw new Fault('bad-input', 'trustRadius', `got ${trustRadius}, allowed is above 0`);
  const { n, p, arms, x, scores, mu } = table;
  let scale = 0;
  for (const s of scores) scale += Math.abs(s) / scores.length;
  const unit = 1 / (scale || 1);
  const climb = (beta: number): Float64Array => {
    const theta = new Float64Array(arms * p);
    const [m, v] = [new Float64Array(arms * p), new Float64Array(arms * p)];
    const gradient = new Float64Array(arms * p);
    for (let step = 1; step <= steps; step++) {
      const pi = softmaxMatrix(table, theta);
      const gains = rowGains(pi, table);
      const mean = gains.reduce((s, g) => s + g, 0) / n;
      let square = 0;
      for (const g of gains) square += (g - mean) ** 2 / n;
      const deviation = Math.sqrt(square);
      gradient.fill(0);
      for (let i = 0; i < n; i++) {
        // d/dg of mean - c s/√n is (1 - c (g - mean)/(s √n)) / n.
        const pull =
          (1 - (deviation > 0 ? (caution * ((gains[i] as number) - mean)) / (deviation * Math.sqrt(n)) : 0)) *
          unit;
        let average = 0;
        for (let a = 0; a < arms; a++)
          average += (pi[i * arms + a] as number) * slopeAt(i, a, pi, pull, beta);
        for (let a = 0; a < arms; a++) {
          const own = pi[i * arms + a] as number;
          if (own === 0) continue;
          const s = (own * (slopeAt(i, a, pi, pull, beta) - average)) / n;
          for (let k = 0; k < p; k++)
            gradient[a * p + k] = (gradient[a * p + k] as number) + s * (x[i * p + k] as number);
        }
      }
      const norm = Math.sqrt(gradient.reduce((s, g) => s + g * g, 0));
      const shrink = norm > clipNorm ? clipNorm / norm : 1;
      gradient.forEach((g, k) => {
        m[k] = 0.9 * (m[k] as number) + 0.1 * g * shrink;
        v[k] = 0.99 * (v[k] as number) + 0.01 * (g * shrink) ** 2;
        const up =
          (m[k] as number) / (1 - 0.9 ** step) / (Math.sqrt((v[k] as number) / (1 - 0.99 ** step)) + 1e-8);
        theta[k] = (theta[k] as number) + rate * up;
      });
    }
    return theta;
  };
  const slopeAt = (i: number, a: number, pi: Float64Array, pull: number, beta: number): number => {
    const at = i * arms + a;
    if (!((pi[at] as number) > 0)) return 0;
    return pull * (scores[at] as number) - beta * log((pi[at] as number) / (mu[at] as number));
  };
  const far = (theta: Float64Array) => divergence(softmaxMatrix(table, theta), mu, n);
  let theta = climb(0);
  if (far(theta) > trustRadius) {
    let [low, high] = [0, 1];
    while (far(climb(high)) > trustRadius && high < 1e6) [low, high] = [high, high * 4];
    for (let k = 0; k < 6; k++) {
      const middle = (low + high) / 2;
      if (far(climb(middle)) > trustRadius) low = middle;
      else high = middle;
    }
    theta = climb(high);
    // What the last step still passes the radius by is taken back along the line to θ = 0, where D is 0.
    let shrink = 1;
    while (far(theta.map((t) => shrink * t)) > trustRadius) shrink *= 0.98;
    theta = theta.map((t) => shrink * t);
  }
  const pi = softmaxMatrix(table, theta);
  return {
    theta,
    pi,
    gain: rowGains(pi, table).reduce((s, g) => s + g, 0) / n,
    divergence: divergence(pi, mu, n),
  };
};

/** Σ_a (π - μ) Γ of every row. */
const rowGains = (pi: Float64Array, { n, arms, scores, mu }: SoftmaxTable): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let at = i * arms; at < (i + 1) * arms; at++)
      if ((mu[at] as number) > 0) sum += ((pi[at] as number) - (mu[at] as number)) * (scores[at] as number);
    return sum;
  });
