import { Fault } from '@causeway/contract';

/** A table to learn effects from: arm 0 is the control. x is n x d, row-major and finite. */
export type EffectRows = {
  readonly n: number;
  readonly d: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly action: Int32Array;
  readonly arms: number;
  /** Known probability of the arm that the row got; estimated when left out. */
  readonly propensity?: Float64Array;
  /** At least 0; one when left out. */
  readonly weight?: Float64Array;
  /** Whose row it is: all of a group are in one fold and one cluster. Every row its own when left out. */
  readonly group?: readonly string[];
  /** Time in ms: with it folds go from past to future. */
  readonly at?: Float64Array;
  readonly seed: number;
};

/** Effects of the arms 1, 2, .. against arm 0, one array an arm; standard errors where the learner has an interval. */
export type EffectTable = {
  readonly effect: readonly Float64Array[];
  readonly standardError: readonly Float64Array[] | null;
};

/** What every learner of effects is: hyper-parameters in the constructor, then fit, then predict. */
export type EffectLearner = {
  readonly name: string;
  /** Throws `bad-input` for a malformed table. */
  fit(rows: EffectRows): EffectLearner;
  /** Throws `bad-input` before `fit` or for rows of another width. */
  predict(x: Float64Array, m: number): EffectTable;
};

const LEAST_ROWS = 5;

/** Throws `bad-input` with what was got and where. */
export const checkEffectRows = (rows: EffectRows): void => {
  const { n, d, arms } = rows;
  const refuse = (at: string, message: string): never => {
    throw new Fault('bad-input', `effects, ${at}`, message);
  };
  if (!(Number.isInteger(n) && n >= 20)) refuse('rows', `got ${n}, at least 20 are needed`);
  if (!(Number.isInteger(arms) && arms >= 2 && arms <= 32))
    refuse('arms', `got ${arms}, allowed are 2 to 32`);
  if (rows.x.length !== n * d)
    refuse('x', `got ${rows.x.length} numbers, ${n} rows of ${d} columns are needed`);
  const own = {
    y: rows.y,
    action: rows.action,
    propensity: rows.propensity,
    weight: rows.weight,
    at: rows.at,
  };
  for (const [name, values] of Object.entries(own)) {
    if (values === undefined) continue;
    if (values.length !== n) refuse(name, `got ${values.length} numbers for ${n} rows`);
    for (let i = 0; i < n; i++)
      if (!Number.isFinite(values[i] as number))
        refuse(`${name}, row ${i + 1}`, `got ${values[i]}, allowed is a finite number`);
  }
  if (!rows.x.every(Number.isFinite)) refuse('x', 'a feature is not a finite number');
  const count = new Int32Array(arms);
  for (let i = 0; i < n; i++) {
    const a = rows.action[i] as number;
    if (a < 0 || a >= arms) refuse(`action, row ${i + 1}`, `got ${a}, allowed is 0 to ${arms - 1}`);
    count[a] = (count[a] as number) + 1;
    const p = rows.propensity?.[i] ?? 1;
    if (!(p > 0 && p <= 1)) refuse(`propensity, row ${i + 1}`, `got ${p}, allowed is above 0, to 1`);
    if ((rows.weight?.[i] ?? 1) < 0)
      refuse(`weight, row ${i + 1}`, `got ${rows.weight?.[i]}, allowed is at least 0`);
  }
  count.forEach((rowsOfArm, a) => {
    if (rowsOfArm < LEAST_ROWS)
      refuse(`arm ${a}`, `got ${rowsOfArm} rows, at least ${LEAST_ROWS} are needed`);
  });
};
