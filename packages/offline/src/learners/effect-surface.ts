import { exp, log } from '@causeway/contract';
import {
  cholesky,
  choleskyInverse,
  choleskySolve,
  gram,
  makeRandom,
  rowDot,
  take,
  takeRows,
} from '../maths/index.ts';
import type { Contrast } from './contrast.ts';
import { surfaceFeatures } from './surface-features.ts';

/** Mean and standard deviation of τ(x), given the data. */
export type EffectSurface = (
  x: Float64Array,
  m: number,
) => { readonly effect: Float64Array; readonly standardError: Float64Array };

/** Deviations that a part of the effect may have, in deviations of one row's outcome. */
const SIZES = [0.003, 0.1, 0.3, 1, 3];
/** Chance that a part is as good as absent, before the data are seen; its other sizes share the rest. */
const ABSENT = 0.7;
const priorOf = (sizes: readonly number[]): number =>
  sizes.reduce((sum, size) => sum + log(size === SIZES[0] ? ABSENT : (1 - ABSENT) / (SIZES.length - 1)), 0);
/** Rows more than this are thinned to so many. */
const MOST_ROWS = 20_000;

/** Residual variance of one row by arm about the constant effect, and how much more a sum varies than rows alone would have it. */
const noiseOf = (c: Contrast, own: Int32Array) => {
  let [top, bottom] = [0, 0];
  for (const i of own) {
    top += (c.tResidual[i] as number) * (c.yResidual[i] as number);
    bottom += (c.tResidual[i] as number) ** 2;
  }
  const mean = bottom > 0 ? top / bottom : 0;
  const arms = [0, 1].map(() => ({ n: 0, squares: 0 }));
  const byGroup = new Map<string, number>();
  let alone = 0;
  for (const i of own) {
    const t = c.tResidual[i] as number;
    const rest = (c.yResidual[i] as number) - t * mean;
    const arm = arms[c.t[i] as number] as { n: number; squares: number };
    arm.n++;
    arm.squares += rest * rest;
    alone += (t * rest) ** 2;
    const g = c.rows.group?.[i];
    if (g !== undefined) byGroup.set(g, (byGroup.get(g) ?? 0) + t * rest);
  }
  const both = arms.map(({ n, squares }) => squares / Math.max(1, n));
  const floor = 1e-3 * Math.max(...both) + 1e-12;
  const together = [...byGroup.values()].reduce((sum, v) => sum + v * v, 0);
  return {
    mean,
    variance: both.map((v) => Math.max(floor, v)),
    design: byGroup.size > 1 && alone > 0 ? Math.max(1, together / alone) : 1,
  };
};

const precisionsOf = (parts: readonly number[], unit: number, sizes: readonly number[]): Float64Array => {
  const precision = new Float64Array(parts[4] as number).fill(1 / (10 * unit) ** 2, 0, 1);
  sizes.forEach((size, k) => precision.fill(1 / (unit * size) ** 2, parts[k + 1], parts[k + 2]));
  return precision;
};

/**
 * τ(x) = a + a line + steps along columns + a smooth g(x), with normal priors on all, from ỹ_i = t̃_i τ(x_i) + noise (the residuals of
 * the R-loss): the posterior, averaged over the sizes of the parts by how probable each makes the data. Such intervals hold
 * the truth at their nominal rate on average over rows, for effects that the four parts can follow.
 */
export const effectSurface = (c: Contrast, seen: Int32Array): EffectSurface => {
  const { x, d, seed } = c.rows;
  const all = seen.filter((i) => c.t[i] !== -1 && Math.abs(c.tResidual[i] as number) > 1e-3);
  const own =
    all.length <= MOST_ROWS
      ? all
      : takeInts(
          all,
          makeRandom(seed ^ 0x1b873593)
            .permutation(all.length)
            .subarray(0, MOST_ROWS),
        );
  const n = own.length;
  const noise = noiseOf(c, all);
  const features = surfaceFeatures(x, d, own, seed);
  const q = features.size;
  const f = features.apply(takeRows(x, d, own), n);
  const t = take(c.tResidual, own);
  const scale = all.length / Math.max(1, n) / noise.design;
  const weight = t.map((v, k) => {
    const i = own[k] as number;
    const variance = noise.variance[c.t[i] as number] as number;
    return ((scale * v * v) / variance) * (c.rows.weight?.[i] ?? 1);
  });
  const fwf = gram(f, n, q, weight);
  const fwr = new Float64Array(q);
  for (let i = 0; i < n; i++) {
    const target = (c.yResidual[own[i] as number] as number) / (t[i] as number) - noise.mean;
    const r = (weight[i] as number) * target;
    for (let k = 0; k < q; k++) fwr[k] = (fwr[k] as number) + r * (f[i * q + k] as number);
  }
  const unit = Math.sqrt(((noise.variance[0] as number) + (noise.variance[1] as number)) / 2);
  const some = (k: number): readonly number[] =>
    features.parts[k + 1] === features.parts[k + 2] ? [1] : SIZES;
  const tried = some(0).flatMap((line) =>
    some(1).flatMap((steps) =>
      some(2).map((smooth) => {
        const precision = precisionsOf(features.parts, unit, [line, steps, smooth]);
        const a = fwf.slice();
        for (let k = 0; k < q; k++) a[k * q + k] = (a[k * q + k] as number) + (precision[k] as number);
        const factor = cholesky(a, q);
        const mean = choleskySolve(factor, q, fwr);
        let evidence = priorOf([line, steps, smooth]);
        for (let k = 0; k < q; k++)
          evidence +=
            ((fwr[k] as number) * (mean[k] as number)) / 2 -
            log(factor[k * q + k] as number) +
            log(precision[k] as number) / 2;
        return { evidence, mean, precision };
      }),
    ),
  );
  const top = tried.reduce((most, { evidence }) => Math.max(most, evidence), -Infinity);
  const kept = tried
    .map((own) => ({ ...own, share: exp(own.evidence - top) }))
    .filter(({ share }) => share > 0.01);
  const total = kept.reduce((sum, { share }) => sum + share, 0);
  const mean = new Float64Array(q);
  for (const { mean: b, share } of kept)
    b.forEach((v, k) => (mean[k] = (mean[k] as number) + (share / total) * v));
  const covariance = new Float64Array(q * q);
  for (const { mean: b, precision, share } of kept) {
    const a = fwf.slice();
    for (let k = 0; k < q; k++) a[k * q + k] = (a[k * q + k] as number) + (precision[k] as number);
    const inverse = choleskyInverse(cholesky(a, q), q);
    const gap = b.map((v, k) => v - (mean[k] as number));
    for (let i = 0; i < q; i++)
      for (let j = 0; j < q; j++)
        covariance[i * q + j] =
          (covariance[i * q + j] as number) +
          (share / total) * ((inverse[i * q + j] as number) + (gap[i] as number) * (gap[j] as number));
  }
  return (of, count) => {
    const rows = features.apply(of, count);
    const effect = new Float64Array(count);
    const standardError = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const row = rows.subarray(i * q, (i + 1) * q);
      effect[i] = noise.mean + rowDot(rows, i, q, mean);
      let spread = 0;
      for (let a = 0; a < q; a++)
        if (row[a] !== 0) spread += (row[a] as number) * rowDot(covariance, a, q, row);
      standardError[i] = Math.sqrt(Math.max(0, spread));
    }
    return { effect, standardError };
  };
};

const takeInts = (from: Int32Array, places: Int32Array): Int32Array =>
  places.map((k) => from[k] as number).sort();
