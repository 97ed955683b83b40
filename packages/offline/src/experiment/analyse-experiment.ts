import { type Interval, normalQuantile } from '../maths/index.ts';
import { adjustedDifference } from './adjusted-difference.ts';
import { checkExperiment, type ExperimentTable } from './experiment-table.ts';
import { type SampleRatio, sampleRatio } from './sample-ratio.ts';

export type Guardrail = {
  readonly name: string;
  readonly outcome: ArrayLike<number>;
  readonly worst: number;
};

export type ExperimentReport = {
  readonly people: number;
  readonly rows: number;
  readonly ratio: SampleRatio;
  readonly control: number;
  /** Difference of means, and the same with covariates and strata taken out; share of the variance that this removed. */
  readonly plain: Interval;
  readonly adjusted: Interval;
  readonly varianceRemoved: number;
  readonly perPerson: Interval;
  /** Effect by stratum, at a level that holds for all of them together. */
  readonly strata: readonly { readonly stratum: string; readonly rows: number; readonly effect: Interval }[];
  /** Effect in the first and in the second half of each person's time: novelty wears off, habits carry over. */
  readonly halves: { readonly early: Interval; readonly late: Interval; readonly change: Interval } | null;
  readonly guardrails: readonly {
    readonly name: string;
    readonly effect: Interval;
    readonly worst: number;
    readonly broken: boolean;
  }[];
  readonly verdict: string;
};

const subset = (table: ExperimentTable, rows: readonly number[], stratum = true): ExperimentTable => ({
  n: rows.length,
  outcome: rows.map((i) => table.outcome[i] as number),
  treated: rows.map((i) => table.treated[i] as number),
  person: rows.map((i) => table.person[i] as string),
  ...(table.covariates === undefined
    ? {}
    : { covariates: table.covariates.map((c) => rows.map((i) => c[i] as number)) }),
  ...(table.stratum === undefined || !stratum
    ? {}
    : { stratum: rows.map((i) => table.stratum?.[i] as string) }),
});

const armsOf = (table: ExperimentTable): [number, number] => {
  const seen = [new Set<string>(), new Set<string>()] as const;
  for (let i = 0; i < table.n; i++)
    (table.treated[i] === 1 ? seen[1] : seen[0]).add(table.person[i] as string);
  return [seen[0].size, seen[1].size];
};

/** One row a person: the sum of their outcomes, so that people who come often count once (longitudinal effect). */
const byPerson = (table: ExperimentTable): ExperimentTable => {
  const found = new Map<string, { sum: number; treated: number }>();
  for (let i = 0; i < table.n; i++) {
    const name = table.person[i] as string;
    const before = found.get(name) ?? { sum: 0, treated: table.treated[i] as number };
    before.sum += table.outcome[i] as number;
    found.set(name, before);
  }
  const rows = [...found.values()];
  return {
    n: rows.length,
    outcome: rows.map((r) => r.sum),
    treated: rows.map((r) => r.treated),
    person: [...found.keys()],
  };
};

const halvesOf = (table: ExperimentTable, level: number): ExperimentReport['halves'] => {
  if (table.at === undefined) return null;
  const first = new Map<string, number>();
  for (let i = 0; i < table.n; i++) {
    const name = table.person[i] as string;
    first.set(name, Math.min(first.get(name) ?? Infinity, table.at[i] as number));
  }
  const age = Float64Array.from(
    { length: table.n },
    (_, i) => (table.at?.[i] as number) - (first.get(table.person[i] as string) as number),
  );
  const median = age.slice().sort()[Math.floor(table.n / 2)] as number;
  const parts = [0, 1].map((late) =>
    age.reduce((rows, a, i) => (Number(a > median) === late ? (rows.push(i), rows) : rows), [] as number[]),
  );
  try {
    const [early, late] = parts.map((rows) => {
      const part = subset(table, rows);
      checkExperiment(part);
      return adjustedDifference(part, level);
    }) as [Interval, Interval];
    const error = Math.hypot(early.standardError, late.standardError);
    const value = late.value - early.value;
    const half = normalQuantile(0.5 + level / 2) * error;
    return {
      early,
      late,
      change: { ...late, value, standardError: error, low: value - half, high: value + half },
    };
  } catch {
    return null;
  }
};

/**
 * The readout of an experiment: sample ratio first, then the effect with and without adjustment, by person, by stratum, early and late,
 * and the guardrails. Throws `bad-input` or `no-support` (see `checkExperiment`).
 */
export const analyseExperiment = (
  table: ExperimentTable,
  options: {
    readonly level?: number;
    readonly share?: number;
    readonly guardrails?: readonly Guardrail[];
  } = {},
): ExperimentReport => {
  checkExperiment(table);
  const { level = 0.95, share = 0.5, guardrails = [] } = options;
  const [inControl, inTreated] = armsOf(table);
  const ratio = sampleRatio(inControl + inTreated, inTreated, share);
  const bare: ExperimentTable = {
    n: table.n,
    outcome: table.outcome,
    treated: table.treated,
    person: table.person,
  };
  const plain = adjustedDifference(bare, level);
  const adjusted = adjustedDifference(table, level);
  const names = table.stratum === undefined ? [] : [...new Set(table.stratum)].sort();
  const strata = names.flatMap((stratum) => {
    const rows = (table.stratum as readonly string[]).flatMap((s, i) => (s === stratum ? [i] : []));
    const part = subset(table, rows, false);
    try {
      checkExperiment(part);
    } catch {
      return [];
    }
    return [{ stratum, rows: rows.length, effect: adjustedDifference(part, 1 - (1 - level) / names.length) }];
  });
  const checked = guardrails.map(({ name, outcome, worst }) => {
    const effect = adjustedDifference({ ...bare, outcome }, level);
    return { name, effect, worst, broken: effect.high < worst };
  });
  let [sum, rows] = [0, 0];
  for (let i = 0; i < table.n; i++)
    if (table.treated[i] === 0) {
      sum += table.outcome[i] as number;
      rows++;
    }
  const verdict = ratio.mismatch
    ? 'The arms do not hold the share of people that was meant: assignment or logging is broken, and no effect is to be believed.'
    : adjusted.low > 0
      ? 'The treatment is better.'
      : adjusted.high < 0
        ? 'The treatment is worse.'
        : 'The treatment is not distinguishable from control.';
  return {
    people: inControl + inTreated,
    rows: table.n,
    ratio,
    control: sum / rows,
    plain,
    adjusted,
    varianceRemoved: 1 - (adjusted.standardError / plain.standardError) ** 2,
    perPerson: adjustedDifference(byPerson(table), level),
    strata,
    halves: halvesOf(table, level),
    guardrails: checked,
    verdict,
  };
};
