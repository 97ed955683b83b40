import { Fault } from '@causeway/contract';

/** One row a unit: outcome y, t = 1 treated and 0 not, and the score by which a model ranks who should be treated. */
export type UpliftRows = {
  readonly n: number;
  readonly y: ArrayLike<number>;
  readonly t: ArrayLike<number>;
  readonly score: ArrayLike<number>;
  /** Whose row it is; resampling draws whole groups. Every row its own when left out. */
  readonly group?: ArrayLike<string | number>;
};

/** Throws `bad-input` for lengths that differ, numbers that are not finite, t other than 0 and 1, or an arm without rows. */
export const checkUpliftRows = ({ n, y, t, score }: UpliftRows): void => {
  for (const [name, values] of Object.entries({ y, t, score })) {
    if (values.length !== n) throw new Fault('bad-input', name, `got ${values.length} numbers for ${n} rows`);
    for (let i = 0; i < n; i++)
      if (!Number.isFinite(values[i] as number))
        throw new Fault('bad-input', `${name}, row ${i + 1}`, `got ${values[i]}, allowed is a finite number`);
  }
  let treated = 0;
  for (let i = 0; i < n; i++) {
    if (t[i] !== 0 && t[i] !== 1)
      throw new Fault('bad-input', `t, row ${i + 1}`, `got ${t[i]}, allowed is 0 or 1`);
    treated += t[i] as number;
  }
  if (treated === 0 || treated === n)
    throw new Fault('bad-input', 't', `got ${treated} treated of ${n} rows, both arms are needed`);
};

/** Rows by descending score; of equal scores the later row first, as in scikit-uplift. */
export const rankRows = ({ n, score }: UpliftRows): Int32Array =>
  Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (score[b] as number) - (score[a] as number) || b - a,
  );
