import { cholesky, choleskySolve } from '../maths/index.ts';
import { type Estimator, weightedReward } from './estimator.ts';
import { column, meanOf, type OpeTable, policyMeanOf, residualOf, weightsOf } from './ope-table.ts';

/** Two controls whose expectation is known to be 0: w - 1, and, with an outcome model, w q(x, a) - v. */
const controlsOf = (table: OpeTable): Float64Array[] => {
  const w = weightsOf(table);
  const mass = column(table, 'w - 1', () => w.map((v) => v - 1));
  if (table.policyMean === undefined) return [mass];
  const model = column(table, 'wq - v', () => {
    const [v, residual] = [policyMeanOf(table), residualOf(table)];
    return w.map(
      (weight, i) => weight * ((table.reward[i] as number) - (residual[i] as number)) - (v[i] as number),
    );
  });
  return [mass, model];
};

/** The matrix of second moments about the means, with a ridge of 1e-9 of its diagonal so that equal controls do no harm. */
const covariance = (means: ArrayLike<number>, controls: number): { s: Float64Array; t: Float64Array } => {
  const s = new Float64Array(controls * controls);
  const t = new Float64Array(controls);
  let k = 1 + controls;
  for (let i = 0; i < controls; i++) {
    const mean = means[1 + i] as number;
    t[i] = (means[k++] as number) - mean * (means[0] as number);
    for (let j = 0; j <= i; j++) {
      const v = (means[k++] as number) - mean * (means[1 + j] as number);
      s[i * controls + j] = v;
      s[j * controls + i] = v;
    }
  }
  for (let i = 0; i < controls; i++)
    s[i * controls + i] = (s[i * controls + i] as number) * (1 + 1e-9) + 1e-300;
  return { s, t };
};

/** β of the regression of w r on the controls; 0 where they do not vary. */
const slopes = (means: ArrayLike<number>, controls: number): Float64Array => {
  const { s, t } = covariance(means, controls);
  for (let size = controls; size > 0; size--) {
    try {
      const part = Float64Array.from({ length: size * size }, (_, k) => {
        const [i, j] = [Math.floor(k / size), k % size];
        return s[i * controls + j] as number;
      });
      const beta = choleskySolve(cholesky(part, size), size, t.subarray(0, size));
      const out = new Float64Array(controls);
      out.set(beta);
      return out;
    } catch {
      // The controls are dependent: drop the last.
    }
  }
  return new Float64Array(controls);
};

const columnsOf = (table: OpeTable): Float64Array[] => {
  const reward = weightedReward(table);
  const controls = controlsOf(table);
  const product = (name: string, a: Float64Array, b: Float64Array) =>
    column(table, `${name} product`, () => a.map((v, i) => v * (b[i] as number)));
  const moments = controls.flatMap((c, i) => [
    product(`wr ${i}`, c, reward),
    ...controls.slice(0, i + 1).map((d, j) => product(`${i} ${j}`, c, d)),
  ]);
  return [reward, ...controls, ...moments];
};

const controlCount = (columns: number): number => (columns === 4 ? 1 : 2);

/**
 * The automatic choice: w r less its regression on everything whose mean is known, V = mean(w r) - β'mean(c), with c = (w - 1, w q - v)
 * and β by least squares. β = (0, 0) is IPS, about (V, 0) SNIPS, (0, 1) DR and (V', 1) SNDR: the regression takes for
 * large n whichever mixture varies least, needs no tuning, and a poor model only loses its own weight. Rounds carry the
 * leave-one-out residual e_i / (1 - h_i), so that what β learned from heavy rows does not shorten the interval.
 */
export const automatic: Estimator = {
  name: 'automatic',
  peer: null,
  needsModel: false,
  columns: columnsOf,
  value: (means) => {
    const count = controlCount(means.length);
    const beta = slopes(means, count);
    return beta.reduce((value, b, k) => value - b * (means[1 + k] as number), means[0] as number);
  },
  rounds: (table) => {
    const columns = columnsOf(table);
    const means = columns.map(meanOf);
    const count = controlCount(columns.length);
    const beta = slopes(means, count);
    const { s } = covariance(means, count);
    const value = automatic.value(means, table.n);
    const controls = columns.slice(1, 1 + count);
    const leverage = (i: number): number => {
      const c = controls.map((column, k) => (column[i] as number) - (means[1 + k] as number));
      const [a, b] = [c[0] as number, c[1] ?? 0];
      const [saa, sab, sbb] = [
        s[0] as number,
        count === 2 ? (s[1] as number) : 0,
        count === 2 ? (s[3] as number) : 1,
      ];
      const determinant = saa * sbb - sab * sab;
      if (!(determinant > 1e-12 * saa * sbb))
        return saa > 1e-300 ? (1 + (a * a) / saa) / table.n : 1 / table.n;
      return (1 + (a * a * sbb - 2 * a * b * sab + b * b * saa) / determinant) / table.n;
    };
    const rounds = (columns[0] as Float64Array).map((reward, i) => {
      const fitted = beta.reduce((sum, b, k) => sum + b * ((controls[k]?.[i] as number) ?? 0), 0);
      return (reward - fitted - value) / Math.max(0.05, 1 - leverage(i));
    });
    const mean = meanOf(rounds);
    return rounds.map((v) => value + v - mean);
  },
};
