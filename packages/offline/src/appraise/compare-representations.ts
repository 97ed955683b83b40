import type { SparseRows } from '../embed/rows/sparse-rows.ts';
import { auc, logLosses } from '../hazard/probability-metrics.ts';
import { type Interval, meanInterval } from '../maths/index.ts';
import { fitDownstream, type Learner, type Split } from './downstream.ts';

export type Representation = { readonly name: string; readonly x: SparseRows };

export type Outcomes = { readonly names: readonly string[]; readonly y: ArrayLike<number> };

/** One representation under one learner, on the test rows: log-loss over all outcomes, area under the curve of each. */
export type Measured = {
  readonly representation: string;
  readonly learner: Learner;
  readonly validationLoss: number;
  readonly logLoss: Interval;
  readonly auc: readonly { readonly outcome: string; readonly value: Interval | null }[];
};

export type Difference = {
  /** log-loss of `of` less that of `against`, on the same test rows: under 0, `of` is better */
  readonly of: string;
  readonly against: string;
  readonly logLoss: Interval;
  readonly verdict: 'better' | 'worse' | 'not distinguishable';
};

export type Comparison = {
  readonly testRows: number;
  readonly testPeople: number;
  readonly measured: readonly Measured[];
  /** each representation with the learner that its validation rows prefer */
  readonly chosen: Readonly<Record<string, Learner>>;
  readonly differences: readonly Difference[];
};

const verdictOf = ({ low, high }: Interval): Difference['verdict'] =>
  high < 0 ? 'better' : low > 0 ? 'worse' : 'not distinguishable';

type Judged = { loss: Float64Array; measured: Measured };

/**
 * What each representation of the same people is worth to models of the same outcomes: fitted on the training rows, tuned on the
 * validation rows, judged once on the test rows, with intervals that take a person's rows as one. Differences are of the same rows' losses, each
 * representation with the learner that its own validation rows prefer.
 */
export const compareRepresentations = (input: {
  readonly representations: readonly Representation[];
  readonly outcomes: Outcomes;
  readonly split: Split;
  readonly person: (row: number) => string;
  readonly learners: readonly Learner[];
  /** pairs of names */
  readonly pairs: readonly (readonly [string, string])[];
  readonly seed: number;
}): Comparison => {
  const { representations, outcomes, split, person, learners, seed } = input;
  const { names, y } = outcomes;
  const heads = names.length;
  const at = (h: number) => (row: number) => y[row * heads + h] as number;
  const rows = split.test.filter((i) => names.some((_, h) => !Number.isNaN(at(h)(i))));
  const cluster = Array.from(rows, person);
  const judge = (representation: Representation, learner: Learner): Judged => {
    const loss = new Float64Array(rows.length);
    const count = new Float64Array(rows.length);
    let validationLoss = 0;
    const areas = names.map((outcome, h) => {
      const model = fitDownstream(representation.x, split, at(h), learner, seed);
      validationLoss += model.loss / heads;
      const places = Array.from(rows.keys()).filter((k) => !Number.isNaN(at(h)(rows[k] as number)));
      const known = Int32Array.from(places, (k) => rows[k] as number);
      const p = model.predict(known);
      const target = Array.from(known, at(h));
      logLosses(p, target).forEach((v, m) => {
        const k = places[m] as number;
        loss[k] = (loss[k] as number) + v;
        count[k] = (count[k] as number) + 1;
      });
      const both = target.includes(1) && target.includes(0);
      const value = both
        ? auc(
            p,
            target,
            places.map((k) => cluster[k] as string),
          )
        : null;
      return { outcome, value };
    });
    loss.forEach((v, k) => {
      loss[k] = v / (count[k] as number);
    });
    const name = representation.name;
    return {
      loss,
      measured: {
        representation: name,
        learner,
        validationLoss,
        logLoss: meanInterval(loss, cluster),
        auc: areas,
      },
    };
  };
  const best = new Map<string, Judged>();
  const measured: Measured[] = [];
  for (const representation of representations) {
    const tried = representation.x.p === 0 ? (['linear'] as const) : learners;
    for (const learner of tried) {
      const own = judge(representation, learner);
      measured.push(own.measured);
      const before = best.get(representation.name);
      if (before === undefined || own.measured.validationLoss < before.measured.validationLoss)
        best.set(representation.name, own);
    }
  }
  const differences = input.pairs.flatMap(([of, against]): Difference[] => {
    const [a, b] = [best.get(of), best.get(against)];
    if (a === undefined || b === undefined) return [];
    const logLoss = meanInterval(
      a.loss.map((v, k) => v - (b.loss[k] as number)),
      cluster,
    );
    return [{ of, against, logLoss, verdict: verdictOf(logLoss) }];
  });
  return {
    testRows: rows.length,
    testPeople: new Set(cluster).size,
    measured,
    chosen: Object.fromEntries([...best].map(([name, { measured: own }]) => [name, own.learner])),
    differences,
  };
};
