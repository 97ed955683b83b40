import type { Cell, Columns, Engine } from '../table/index.ts';
import type { Ask } from './asks-table.ts';
import type { FeatureMatrix } from './compute-features.ts';

export type Leak = {
  readonly feature: string;
  readonly rows: number;
  readonly example: { person: string; at: number; before: number; after: number };
};
export type LeakReport = {
  readonly asked: number;
  /** asks with an event at t or later to take away: without one a leak could not show */
  readonly withFuture: number;
  readonly leaks: readonly Leak[];
};

const FIRST: Columns = { person: 'VARCHAR', at_ms: 'BIGINT' };

/** One ask a person, so that taking away what follows it cannot touch another. */
export const oneAskEach = (asks: readonly Ask[]): Ask[] => {
  const seen = new Set<string>();
  return asks.filter(({ person }) => !seen.has(person) && seen.add(person));
};

/**
 * Holds features to (A1) by trying: for one ask of each person, every event at t or later is taken out of the history, and all
 * is computed again. What changes has seen the future. `compute` answers the given asks from the table that is named, and may
 * be any code, the shop's own SQL included.
 */
export const findLeaks = async (
  engine: Engine,
  given: readonly Ask[],
  compute: (asks: readonly Ask[], history: string) => Promise<FeatureMatrix>,
  history = 'history',
): Promise<LeakReport> => {
  const asks = oneAskEach(given);
  await engine.create('leak_moments', FIRST);
  await engine.insert(
    'leak_moments',
    FIRST,
    asks.map(({ person, at }): Cell[] => [person, at]),
  );
  await engine.keep(
    'leak_history',
    `SELECT h.* FROM ${history} h INNER JOIN leak_moments m ON m.person = h.person WHERE h.at_ms < m.at_ms`,
  );
  const [future = []] = await engine.columns(
    `SELECT count(DISTINCT h.person) AS n FROM ${history} h INNER JOIN leak_moments m ON m.person = h.person
     WHERE h.at_ms >= m.at_ms`,
  );
  const [before, after] = [await compute(asks, history), await compute(asks, 'leak_history')];
  await engine.drop('leak_history');
  await engine.drop('leak_moments');
  const at = new Map(asks.map((ask) => [ask.row, ask]));
  const leaks = before.names.flatMap((feature, k): Leak[] => {
    let [rows, example] = [0, null as Leak['example'] | null];
    for (let i = 0; i < before.n; i++) {
      const [x, y] = [before, after].map(({ values, names }) => values[i * names.length + k] as number) as [
        number,
        number,
      ];
      if (Object.is(x, y) || x === y) continue;
      rows++;
      const ask = at.get(before.rows[i] as number) as Ask;
      example ??= { person: ask.person, at: ask.at, before: x, after: y };
    }
    return example === null ? [] : [{ feature, rows, example }];
  });
  return { asked: asks.length, withFuture: Number(future[0] ?? 0), leaks };
};
