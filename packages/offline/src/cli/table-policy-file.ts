import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Fault } from '@causeway/contract';
import { BoostedTrees } from '../boost/index.ts';
import { allocateArms, type Spending } from '../policy/index.ts';
import type { UserTable } from '../table/index.ts';
import { type ColumnSpec, featureEncoder } from './encode-features.ts';

/** A policy learned from a table, as plain JSON: small trees for the effect of each arm, made from the full models. */
export type TablePolicyFile = Spending & {
  readonly kind: 'table-policy';
  readonly version: 1;
  /** SHA-256 of the rest */
  readonly digest: string;
  readonly arms: readonly string[];
  readonly chosen: string;
  /** the arm for everyone, where no learned policy is chosen; null where one is */
  readonly everyone: number | null;
  /** price of a unit of cost at which the log's people kept the budget */
  readonly multiplier: number;
  readonly columns: readonly ColumnSpec[];
  /** saved boosted trees, one an arm but the first */
  readonly effects: readonly string[];
  readonly seed: number;
};

const digestOf = (body: Omit<TablePolicyFile, 'digest' | 'kind' | 'version'>): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('hex');

/** Infinity has no JSON: a budget without bound is kept as null. */
type Kept = Omit<TablePolicyFile, 'budgetPerRow'> & { readonly budgetPerRow: number | null };

export const tablePolicyFile = (
  body: Omit<TablePolicyFile, 'kind' | 'version' | 'digest'>,
): TablePolicyFile => ({
  kind: 'table-policy',
  version: 1,
  digest: digestOf(body),
  ...body,
});

/** Throws `bad-input` for a file of another kind or version, or one that was changed. */
export const loadTablePolicy = (path: string): TablePolicyFile => {
  const refuse = (message: string): never => {
    throw new Fault('bad-input', path, message);
  };
  let kept: Kept;
  try {
    kept = JSON.parse(readFileSync(path, 'utf8')) as Kept;
  } catch {
    return refuse('it is not JSON');
  }
  if (kept.kind !== 'table-policy' || kept.version !== 1)
    return refuse(`got kind ${kept.kind} and version ${kept.version}, allowed is table-policy, 1`);
  const file: TablePolicyFile = { ...kept, budgetPerRow: kept.budgetPerRow ?? Infinity };
  const { kind: _, version: __, digest, ...body } = file;
  return digest === digestOf(body) ? file : refuse('its digest is not that of its content');
};

/** Small trees that follow one arm's effects. */
export const followEffect = (x: Float64Array, n: number, d: number, effect: Float64Array, seed: number) =>
  new BoostedTrees({
    loss: 'squared',
    trees: 120,
    learningRate: 0.15,
    maxLeaves: 24,
    minHessian: Math.max(2, Math.min(20, n / 200)),
  }).fit({ x, n, d, y: effect, seed });

/** Who of a table's people gets what, by the kept policy, within its budget a row. */
export const applyTablePolicy = (file: TablePolicyFile, table: UserTable) => {
  const { n } = table;
  const x = featureEncoder(file.columns).apply(table);
  const effects = file.effects.map((text) => BoostedTrees.load(text).predict(x, n));
  if (file.everyone !== null)
    return {
      arm: new Int32Array(n).fill(file.everyone),
      effects,
      spent: n * (file.costs[file.everyone] as number),
    };
  const { arm, spent } = allocateArms(effects, n, file, file.seed);
  return { arm: Int32Array.from(arm), effects, spent };
};
