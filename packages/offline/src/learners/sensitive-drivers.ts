import type { EffectDrivers } from './effect-drivers.ts';
import { featureOf } from './effect-drivers.ts';

/** Names that often hold a protected trait, or stand close to one. */
const SENSITIVE =
  /(^|[^a-z])(age|gender|sex|race|ethnic\w*|religio\w*|zip\w*|postal?\w*|post_?code|nationality|country|language|disab\w*|birth\w*|marital\w*|married|income|salary|hispan\w*|black|latin\w*)([^a-z]|$)/i;

/** Importance from which a driver counts, and correlation from which it stands for another column. */
const DRIVES = 0.1;
const STANDS_FOR = 0.3;

export type SensitiveInput = EffectDrivers & {
  /** n x d, and what its columns are. */
  readonly x: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly names: readonly string[];
  /** Columns that must not drive effects, by name; they need not be among the features. */
  readonly sensitive: ReadonlyMap<string, Float64Array>;
};

const correlation = (x: Float64Array, n: number, d: number, k: number, v: Float64Array): number => {
  let [mx, mv] = [0, 0];
  for (let i = 0; i < n; i++) {
    mx += (x[i * d + k] as number) / n;
    mv += (v[i] as number) / n;
  }
  let [xv, xx, vv] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = [(x[i * d + k] as number) - mx, (v[i] as number) - mv];
    xv += a * b;
    xx += a * a;
    vv += b * b;
  }
  return xx > 0 && vv > 0 ? xv / Math.sqrt(xx * vv) : 0;
};

/** Warnings in words: features that drive the effect and are sensitive by their name, or go along with a column named sensitive. */
export const sensitiveDrivers = (input: SensitiveInput): string[] => {
  const { drivers, x, n, d, names, sensitive } = input;
  return drivers
    .filter(({ importance }) => importance >= DRIVES)
    .flatMap(({ feature, importance }) => {
      const share = `${Math.round(100 * importance)} % of the effect's variation`;
      const columns = names.flatMap((name, k) => (featureOf(name) === feature ? [k] : []));
      const proxies = [...sensitive].flatMap(([name, v]) => {
        const most = columns.reduce((top, k) => Math.max(top, Math.abs(correlation(x, n, d, k, v))), 0);
        if (name === feature || featureOf(name) === feature)
          return [`${feature} is named sensitive and drives ${share}.`];
        return most >= STANDS_FOR
          ? [
              `${feature} drives ${share} and stands for ${name} (correlation ${most.toFixed(2)}): who is treated would follow it.`,
            ]
          : [];
      });
      const plain =
        proxies.length === 0 && SENSITIVE.test(feature)
          ? [
              `${feature} drives ${share}, and its name says that it may be sensitive or stand for something that is.`,
            ]
          : [];
      return [...proxies, ...plain];
    });
};
