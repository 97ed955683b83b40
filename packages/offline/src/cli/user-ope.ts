import { Fault } from '@causeway/contract';
import { estimatePropensities, type OpeTable } from '../ope/index.ts';
import type { UserTable } from '../table/index.ts';
import { candidateMatrix } from './candidate-matrix.ts';
import { encodeFeatures } from './encode-features.ts';
import { outcomeMeans } from './outcome-means.ts';
import { readPropensity } from './own-propensity.ts';
import { refuseRoles } from './refuse-roles.ts';
import { completeRows, presentRows, subTable } from './usable-rows.ts';

export type OpeColumns = {
  action: string;
  reward: string;
  propensity?: string;
  pi?: string;
  q?: string;
  v?: string;
  group?: string;
  features?: string[];
  policy?: string[];
  target?: string;
  arms?: string[];
  winsorise?: number;
};

export type UserOpe = {
  /** the rows that were kept */
  readonly source: UserTable;
  readonly table: OpeTable;
  /** the same with an outcome model fitted to make the doubly robust variance least; null where none was fitted */
  readonly robust: OpeTable | null;
  /** the same question of another outcome, on the rows that have it, without an outcome model */
  readonly ofOutcome: (column: string) => OpeTable;
  readonly notes: readonly string[];
};

/** Rewards above the quantile are cut to it. */
const winsorise = (reward: Float64Array, share: number): { reward: Float64Array; cap: number } => {
  const sorted = reward.slice().sort();
  const cap = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { reward: reward.map((r) => Math.min(r, cap)), cap };
};

/** The user's columns as the estimators read them; outcome models and propensities are fitted on other people's rows where asked for. */
export const opeTables = (whole: UserTable, columns: OpeColumns, seed: number): UserOpe => {
  const notes: string[] = [];
  const { propensity: logged, pi, q, v, group, target, policy = [] } = columns;
  const needed = [columns.action, columns.reward, logged, pi, q, v, group, target, ...policy];
  const { table: source, left } = completeRows(
    whole,
    needed.filter((name) => name !== undefined),
  );
  if (left > 0) notes.push(`${left} of ${whole.n} rows were left out: a column that is needed is missing.`);
  const { n } = source;
  refuseRoles(columns.features ?? [], columns);
  if (n < 2) throw new Fault('bad-input', source.path, `got ${n} rows, at least 2 are needed`);
  const action = source.texts(columns.action);
  let reward = source.numbers(columns.reward);
  if (columns.winsorise !== undefined) {
    const cut = winsorise(reward, columns.winsorise);
    reward = cut.reward;
    notes.push(`Rewards above ${cut.cap} were cut to it: the value is that of the cut reward.`);
  }
  const cluster = group === undefined ? Array.from({ length: n }, (_, i) => String(i)) : source.texts(group);
  const chosen = target === undefined ? [] : source.texts(target);
  const arms = columns.arms ?? [...new Set([...action, ...chosen])].sort();
  const shown = Int32Array.from(action, (a) => arms.indexOf(a));
  const strange = shown.indexOf(-1);
  if (strange >= 0)
    throw new Fault(
      'unknown-action',
      `row ${source.fileRow(strange)}`,
      `got ${action[strange]}, the arms are ${arms.join(', ')}`,
    );
  const encoder = columns.features === undefined ? null : encodeFeatures(source, columns.features);
  notes.push(...(encoder?.notes ?? []));
  const x = encoder?.apply(source) ?? null;
  const d = encoder?.names.length ?? 0;
  let propensity: Float64Array;
  if (logged !== undefined) {
    const reading = readPropensity(shown, arms.length, source.numbers(logged));
    propensity = pi === undefined ? reading.own : source.numbers(logged);
    if (propensity === reading.own && reading.reading === 'of the treatment')
      notes.push('The propensity column was read as that of the second arm, not of the arm got.');
  } else {
    if (x === null)
      throw new Fault('bad-input', '--propensity', 'without it, --features are needed to estimate it');
    propensity = estimatePropensities({ x, n, p: d, action: shown, arms: arms.length, group: cluster, seed });
    notes.push(
      'Propensities are estimated: the value assumes that the features hold all that drove the choice.',
    );
  }
  const matrix = candidateMatrix(source, columns, arms);
  if (pi === undefined && matrix === null)
    throw new Fault('bad-input', '--pi', 'it is missing: give --pi, --target, or --policy');
  const A = arms.length;
  const candidate =
    pi === undefined
      ? Float64Array.from(shown, (a, i) => (matrix as Float64Array)[i * A + a] as number)
      : source.numbers(pi);
  const base = { n, reward, propensity, candidate, cluster };
  const ofOutcome = (column: string): OpeTable => {
    const rows = presentRows(source, [column]);
    const pick = (v: Float64Array) => Float64Array.from(rows, (i) => v[i] as number);
    return {
      n: rows.length,
      reward: subTable(source, rows).numbers(column),
      propensity: pick(propensity),
      candidate: pick(candidate),
      cluster: rows.map((i) => cluster[i] as string),
    };
  };
  if ((q === undefined) !== (v === undefined))
    throw new Fault('bad-input', '--q', 'an outcome model needs both --q and --v');
  if (q !== undefined && v !== undefined) {
    const table = { ...base, shownMean: source.numbers(q), policyMean: source.numbers(v) };
    return { source, table, robust: null, ofOutcome, notes };
  }
  if (x === null || matrix === null) return { source, table: base, robust: null, ofOutcome, notes };
  const fitted = outcomeMeans({
    n,
    d,
    x,
    y: reward,
    action: shown,
    arms: A,
    propensity,
    group: cluster,
    candidate: matrix,
    seed,
  });
  notes.push(fitted.note);
  const withMeans = (means: Float64Array): OpeTable => ({
    ...base,
    shownMean: Float64Array.from(shown, (a, i) => means[i * A + a] as number),
    policyMean: Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let k = i * A; k < (i + 1) * A; k++)
        if ((matrix[k] as number) > 0) sum += (matrix[k] as number) * (means[k] as number);
      return sum;
    }),
  });
  return { source, table: withMeans(fitted.means), robust: withMeans(fitted.robust), ofOutcome, notes };
};
