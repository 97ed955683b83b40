import type { Exposures } from '../exposure/exposures.ts';

/** Releases with fewer rows than this are taken together with the one before. */
const LEAST_ROWS = 100;

/** Releases in the order of their first row, as runs of rows that are weighed alike: one number a row, and how many there are. */
const strataOf = (release: readonly string[]): { stratum: Int32Array; count: number } => {
  const sizes = new Map<string, number>();
  for (const name of release) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  const place = new Map<string, number>();
  let [count, held] = [0, 0];
  for (const [name, size] of sizes) {
    place.set(name, count);
    held += size;
    if (held >= LEAST_ROWS) [count, held] = [count + 1, 0];
  }
  const last = held > 0 && count > 0 ? count - 1 : count;
  const stratum = Int32Array.from(release, (name) => Math.min(place.get(name) as number, Math.max(0, last)));
  return { stratum, count: stratum.reduce((most, s) => Math.max(most, s + 1), 0) };
};

/**
 * Doubly robust rounds of a log that several releases wrote. Each release k alone gives an unbiased correction c̄_k of the model's mean, and a
 * sharp one a noisy one; their mixture with α_k ∝ n_k / q_k varies least among mixtures that do not look at outcomes, q_k being the
 * mean over its rows of Σ_a d(a|x)²/μ_k(a|x), the second moment of the weights that the log's own distributions imply for
 * the contrast d (a policy, or a policy less another). The rounds are v_i + c̄ + (α_k n/n_k)(c_i - c̄_k), c̄ = Σ α_k c̄_k: their mean is
 * the estimate and their spread its error. A log of one release is returned as it is.
 *
 * @param rounds Σ_a d Γ of each row; @param modelMean Σ_a d μ̂ of each row; @param contrast d, n x A
 */
export const balanceReleases = (
  e: Pick<Exposures, 'n' | 'release' | 'pi'>,
  rounds: Float64Array,
  modelMean: Float64Array,
  contrast: Float64Array,
): Float64Array => {
  const { stratum, count } = strataOf(e.release);
  if (count < 2) return rounds;
  const arms = contrast.length / e.n;
  const rows = new Float64Array(count);
  const second = new Float64Array(count);
  const sums = new Float64Array(count);
  for (let i = 0; i < e.n; i++) {
    const k = stratum[i] as number;
    let moment = 0;
    for (let at = i * arms; at < (i + 1) * arms; at++) {
      const d = contrast[at] as number;
      const mu = e.pi[at] as number;
      if (d !== 0 && mu > 0) moment += (d * d) / mu;
    }
    rows[k] = (rows[k] as number) + 1;
    second[k] = (second[k] as number) + moment;
    sums[k] = (sums[k] as number) + (rounds[i] as number) - (modelMean[i] as number);
  }
  const raw = Float64Array.from({ length: count }, (_, k) => {
    const n = rows[k] as number;
    return n === 0 ? 0 : n / Math.max((second[k] as number) / n, 1e-9);
  });
  const total = raw.reduce((a, b) => a + b, 0);
  const scale = raw.map((r, k) => ((r / total) * e.n) / Math.max(1, rows[k] as number));
  const means = sums.map((s, k) => s / Math.max(1, rows[k] as number));
  const center = means.reduce((sum, mean, k) => sum + ((raw[k] as number) / total) * mean, 0);
  return rounds.map((round, i) => {
    const [k, v] = [stratum[i] as number, modelMean[i] as number];
    return v + center + (scale[k] as number) * (round - v - (means[k] as number));
  });
};
