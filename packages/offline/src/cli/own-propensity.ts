/** Which of two readings a column of propensities has: of the arm that the row got, or of the treatment. */
export type PropensityReading = {
  readonly own: Float64Array;
  readonly reading: 'of the arm got' | 'of the treatment';
};

/** z of Σ_{A=a} 1/p against n, summed over arms in squares: near 0 where p is the probability of the arm got. */
const misfit = (action: Int32Array, arms: number, p: ArrayLike<number>): number => {
  const n = action.length;
  let worst = 0;
  for (let a = 0; a < arms; a++) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      if (action[i] !== a) continue;
      const w = 1 / (p[i] as number);
      sum += w;
      squares += w * w;
    }
    const spread = Math.sqrt(Math.max(1e-12, squares - (sum * sum) / n));
    worst = Math.max(worst, Math.abs(sum - n) / spread);
  }
  return worst;
};

/**
 * With two arms, a column may also hold P(treated | x) for all rows. Weights of the right reading have mean one in each arm; where
 * the column fails this as the probability of the arm got (z over 4) and holds it as the treatment's, it is read so, and said.
 */
export const readPropensity = (action: Int32Array, arms: number, p: Float64Array): PropensityReading => {
  const got: PropensityReading = { own: p, reading: 'of the arm got' };
  if (arms !== 2 || p.some((v) => !(v > 0 && v < 1))) return got;
  const treated = p.map((v, i) => (action[i] === 1 ? v : 1 - v));
  const [asGot, asTreated] = [misfit(action, arms, p), misfit(action, arms, treated)];
  return asGot > 4 && asTreated < asGot / 2 ? { own: treated, reading: 'of the treatment' } : got;
};
