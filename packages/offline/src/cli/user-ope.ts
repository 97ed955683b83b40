import { Fault } from '@causeway/contract';
import { crossFitScores, groupFolds, ridgeOutcome } from '../nuisance/index.ts';
import { estimatePropensities, type OpeTable } from '../ope/index.ts';
import type { UserTable } from '../table/index.ts';
import { tableExposures } from './table-exposures.ts';
import { featureMatrix } from './user-columns.ts';

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
  arms?: string[];
  winsorise?: number;
};

const FOLDS = 5;

/** Rewards above the quantile are cut to it. */
const winsorise = (reward: Float64Array, share: number): { reward: Float64Array; cap: number } => {
  const sorted = reward.slice().sort();
  const cap = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { reward: reward.map((r) => Math.min(r, cap)), cap };
};

/** The user's columns as the estimators read them; outcome models and propensities are fitted on other people's rows where asked for. */
export const opeTables = (
  source: UserTable,
  columns: OpeColumns,
  seed: number,
): { table: OpeTable; notes: string[] } => {
  const { n } = source;
  if (n < 2) throw new Fault('bad-input', source.path, `got ${n} rows, at least 2 are needed`);
  const notes: string[] = [];
  const action = source.texts(columns.action);
  let reward = source.numbers(columns.reward);
  if (columns.winsorise !== undefined) {
    const cut = winsorise(reward, columns.winsorise);
    reward = cut.reward;
    notes.push(`Rewards above ${cut.cap} were cut to it: the value is that of the cut reward.`);
  }
  const cluster =
    columns.group === undefined
      ? Array.from({ length: n }, (_, i) => String(i))
      : source.texts(columns.group);
  const arms = columns.arms ?? [...new Set(action)].sort();
  const x = columns.features === undefined ? null : featureMatrix(source, columns.features);
  const p = columns.features?.length ?? 0;
  const shown = Int32Array.from(action, (a) => arms.indexOf(a));
  const strange = shown.indexOf(-1);
  if (strange >= 0)
    throw new Fault(
      'unknown-action',
      `row ${strange + 1}`,
      `got ${action[strange]}, the arms are ${arms.join(', ')}`,
    );
  let propensity: Float64Array;
  if (columns.propensity !== undefined) propensity = source.numbers(columns.propensity);
  else {
    if (x === null)
      throw new Fault('bad-input', '--propensity', 'without it, --features are needed to estimate it');
    propensity = estimatePropensities({ x, n, p, action: shown, arms: arms.length, group: cluster, seed });
    notes.push(
      'Propensities are estimated: the value assumes that the features hold all that drove the choice.',
    );
  }
  const matrix = columns.policy === undefined ? null : featureMatrix(source, columns.policy);
  if (matrix !== null && columns.policy?.length !== arms.length)
    throw new Fault(
      'bad-input',
      '--policy',
      `got ${columns.policy?.length} columns for the arms ${arms.join(', ')}`,
    );
  if (columns.pi === undefined && matrix === null)
    throw new Fault('bad-input', '--pi', 'it is missing: give --pi, or --policy with --features');
  const candidate =
    columns.pi === undefined
      ? Float64Array.from(shown, (a, i) => (matrix as Float64Array)[i * arms.length + a] as number)
      : source.numbers(columns.pi);
  const base = { n, reward, propensity, candidate, cluster };
  if (columns.q !== undefined && columns.v !== undefined)
    return {
      table: { ...base, shownMean: source.numbers(columns.q), policyMean: source.numbers(columns.v) },
      notes,
    };
  if ((columns.q === undefined) !== (columns.v === undefined))
    throw new Fault('bad-input', '--q', 'an outcome model needs both --q and --v');
  if (x === null || matrix === null) return { table: base, notes };
  const exposures = tableExposures({ n, arms, action: shown, propensity, reward, x, person: cluster });
  const { means } = crossFitScores(exposures, groupFolds(cluster, FOLDS, seed), ridgeOutcome(p));
  notes.push(
    `The outcome model is a ridge regression an arm, fitted on other people’s rows in ${FOLDS} folds.`,
  );
  const A = arms.length;
  return {
    table: {
      ...base,
      shownMean: Float64Array.from(shown, (a, i) => means.reward[i * A + a] as number),
      policyMean: Float64Array.from({ length: n }, (_, i) =>
        arms.reduce(
          (sum, _, a) => sum + (matrix[i * A + a] as number) * (means.reward[i * A + a] as number),
          0,
        ),
      ),
    },
    notes,
  };
};
