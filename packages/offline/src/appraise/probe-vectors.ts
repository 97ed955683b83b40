import { sparseOf } from '../embed/rows/sparse-rows.ts';
import { auc } from '../hazard/probability-metrics.ts';
import type { Interval } from '../maths/index.ts';
import { fitDownstream, type Learner, type Split } from './downstream.ts';

/** How well an attribute can be told from vectors, by the better of a linear probe and trees; 0.5 is not at all. */
export type Probe = {
  readonly attribute: string;
  readonly auc: Interval;
  readonly learner: Learner;
  readonly rows: number;
  /** whether the interval's lower end is over the bound */
  readonly overBound: boolean;
};

/**
 * What an observer of vectors can infer: for each attribute (n x heads, NaN: not known) the area under the curve of probes that were fitted
 * on training people and are judged on the test people. The worse news of the two probes is told. Attributes of one value are left out.
 */
export const probeVectors = (input: {
  /** n x size */
  readonly z: ArrayLike<number>;
  readonly n: number;
  readonly size: number;
  readonly attributes: { readonly names: readonly string[]; readonly y: ArrayLike<number> };
  readonly split: Split;
  readonly person: (row: number) => string;
  readonly bound: number;
  readonly seed: number;
}): Probe[] => {
  const { z, n, size, attributes, split, person, bound, seed } = input;
  const x = sparseOf(z, n, size);
  const heads = attributes.names.length;
  return attributes.names.flatMap((attribute, h): Probe[] => {
    const y = (row: number) => attributes.y[row * heads + h] as number;
    const test = split.test.filter((i) => !Number.isNaN(y(i)));
    const target = Array.from(test, y);
    if (!target.includes(1) || !target.includes(0)) return [];
    const cluster = Array.from(test, person);
    const probes = (['linear', 'trees'] as const).map((learner): Probe => {
      const area = auc(fitDownstream(x, split, y, learner, seed).predict(test), target, cluster);
      return { attribute, auc: area, learner, rows: test.length, overBound: area.low > bound };
    });
    return [probes.reduce((worst, probe) => (probe.auc.value > worst.auc.value ? probe : worst))];
  });
};
