import { createHash } from 'node:crypto';
import { Fault } from '@causeway/contract';
import type { Cell, Columns, Engine } from '../table/index.ts';
import { type ExposureDefinition, exposureDefinitionDigest } from './exposure-definition.ts';
import { competingSql, outcomesSql, unitsSql } from './exposure-sql.ts';
import { type ExposureUnit, refuseUnit } from './refuse-unit.ts';
import { applyRepeats, type Kept } from './repeats.ts';

export type WindowOutcome = {
  readonly converted: boolean;
  readonly revenueCents: number;
  readonly marginCents: number;
  readonly returns: number;
  readonly support: number;
  readonly friction: number;
  /** true when the window was not seen to its end: the data stopped, or the next exposure cut it off */
  readonly censored: boolean;
};

export type TreatmentExposure = Kept<ExposureUnit> & {
  /** treated units of other treatments in the time before, by channel */
  readonly competing: Readonly<Record<'onsite' | 'email' | 'push' | 'loyalty', number>>;
  /** in the order of the definition's windows */
  readonly outcomes: readonly WindowOutcome[];
};

export type RefusedUnit = {
  readonly person: string;
  readonly at: number;
  readonly treatment: string;
  readonly reason: string;
};

export type ExposureTable = {
  /** of the definition, the persons' version and every row: equal tables have equal names */
  readonly digest: string;
  readonly definition: ExposureDefinition;
  readonly identity: number;
  readonly horizon: number;
  readonly rows: readonly TreatmentExposure[];
  readonly refused: readonly RefusedUnit[];
};

const ROWS: Columns = {
  row_id: 'BIGINT',
  person: 'VARCHAR',
  treatment: 'VARCHAR',
  at_ms: 'BIGINT',
  until_ms: 'BIGINT',
};
/** The share of refused units above which a log as a whole is not to be trusted. */
const MAX_REFUSED = 0.05;
const textOf = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell);

const readUnits = async (engine: Engine, table: string): Promise<ExposureUnit[]> => {
  const [person = [], at = [], treatment = [], channel = [], eligible = [], treated = [], ...rest] =
    await engine.columns(
      `SELECT person, at_ms, treatment, channel, eligible, treated, arm, propensity, mechanism, release FROM ${table}
     ORDER BY person, treatment, at_ms, seq`,
    );
  const [arm = [], propensity = [], mechanism = [], release = []] = rest;
  return person.map((who, k) => ({
    person: String(who),
    at: Number(at[k]),
    treatment: String(treatment[k]),
    channel: String(channel[k]),
    eligible: Number(eligible[k]) === 1,
    treated: Number(treated[k]) === 1,
    arm: textOf(arm[k]),
    propensity: propensity[k] === null || propensity[k] === undefined ? null : Number(propensity[k]),
    mechanism: textOf(mechanism[k]),
    release: textOf(release[k]),
  }));
};

const sift = (units: readonly ExposureUnit[]): { good: ExposureUnit[]; refused: RefusedUnit[] } => {
  const refused: RefusedUnit[] = [];
  const good = units.filter((unit, k) => {
    const reason = refuseUnit(unit, units[k - 1]);
    if (reason !== null)
      refused.push({ person: unit.person, at: unit.at, treatment: unit.treatment, reason });
    return reason === null;
  });
  if (refused.length > MAX_REFUSED * units.length) {
    const named = refused.slice(0, 5).map(({ person, at, reason }) => `${person} at ${at}: ${reason}`);
    throw new Fault(
      'bad-input',
      'exposures',
      `${refused.length} of ${units.length} units are refused; ${named.join('; ')}`,
    );
  }
  return { good, refused };
};

const digestOf = (
  definition: ExposureDefinition,
  identity: number,
  rows: readonly TreatmentExposure[],
): string => {
  const hash = createHash('sha256').update(`${exposureDefinitionDigest(definition)} ${identity}\n`);
  for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest('hex');
};

/**
 * Exposures of every treatment of a definition from `history` (A section 2): units by predicates, refused ones set aside with
 * the reason, repeats by the rule, other treatments just before, outcomes in every window with censoring. `horizon` is
 * the last moment of which the data tell everything. Throws `bad-input` naming units when more than one in twenty is refused.
 */
export const exposeTreatments = async (
  engine: Engine,
  definition: ExposureDefinition,
  given: { readonly identity: number; readonly horizon: number; readonly history?: string },
): Promise<ExposureTable> => {
  const { identity, horizon, history = 'history' } = given;
  await engine.keep('exposure_units', unitsSql(definition, history));
  const { good, refused } = sift(await readUnits(engine, 'exposure_units'));
  const kept = applyRepeats(definition.repeats, good);
  await engine.create('exposure_asks', ROWS);
  await engine.insert(
    'exposure_asks',
    ROWS,
    kept.map(({ unit, until }, k) => [k, unit.person, unit.treatment, unit.at, until]),
  );
  const ordered = (sql: string): Promise<Cell[][]> =>
    engine.columns(`SELECT * FROM (${sql}) AS q ORDER BY row_id`);
  const outcomes = await ordered(outcomesSql(definition, history, 'exposure_asks'));
  const competing = await ordered(competingSql(definition, 'exposure_units', 'exposure_asks'));
  const rows = kept.map((one, i): TreatmentExposure => {
    const cell = (k: number): number => Number(outcomes[k]?.[i] ?? 0);
    const other = (k: number): number => Number(competing[k]?.[i] ?? 0);
    return {
      ...one,
      competing: { onsite: other(1), email: other(2), push: other(3), loyalty: other(4) },
      outcomes: definition.outcomes.map(({ windowMs }, w) => ({
        converted: cell(1 + 6 * w) === 1,
        revenueCents: cell(2 + 6 * w),
        marginCents: cell(3 + 6 * w),
        returns: cell(4 + 6 * w),
        support: cell(5 + 6 * w),
        friction: cell(6 + 6 * w),
        censored: Math.min(horizon, one.until) < one.unit.at + windowMs,
      })),
    };
  });
  await engine.drop('exposure_asks');
  await engine.drop('exposure_units');
  return { digest: digestOf(definition, identity, rows), definition, identity, horizon, rows, refused };
};
