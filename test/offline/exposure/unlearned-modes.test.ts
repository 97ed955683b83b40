import { DEFAULT_ACTIONS, type DecisionRecord, type StoredLine } from '@causeway/contract';
import {
  expose,
  exposeLines,
  ingest,
  loadExposures,
  loadUnexposed,
  openWarehouse,
  resolve,
} from '@causeway/offline';
import { afterAll, expect, it } from 'vitest';
import { release, simulated, temporaryFolder, writeLog } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

it('decisions of testers, of shadows and without a release are no exposures, and a tester’s visit is no visit', async () => {
  const lines = simulated(120);
  const sessions = [
    ...new Set(lines.flatMap(({ line }) => (line.kind === 'decision' ? [line.session] : []))),
  ];
  const modes = new Map([
    [sessions[0], 'override'],
    [sessions[1], 'fallback'],
    [sessions[2], 'shadow'],
  ]);
  const changed = lines.map((stored): StoredLine => {
    const mode = modes.get(stored.line.session) as DecisionRecord['mode'] | undefined;
    if (stored.line.kind !== 'decision' || mode === undefined) return stored;
    return { ...stored, line: { ...stored.line, mode } };
  });
  const windowMs = 86_400_000;
  const models = { models: release.page };
  const counts = (all: readonly StoredLine[]) => {
    const { exposures, unexposed } = exposeLines(all, { windowMs, handlingCents: {} }, models);
    return [exposures.n, unexposed.n];
  };
  const [before, after] = [counts(lines), counts(changed)] as [[number, number], [number, number]];
  // Three exposures fewer; the shadow's visit alone counts as one in which nothing was shown.
  expect([before[0] - after[0], after[1] - before[1]]).toEqual([3, 1]);
  const warehouse = await openWarehouse(':memory:');
  writeLog(folder.path, 'log.ndjson', changed);
  await ingest(warehouse, folder.path);
  await resolve(warehouse);
  await expose(warehouse, { actions: DEFAULT_ACTIONS, windowMs });
  const loaded = await loadExposures(warehouse, models);
  const unexposed = await loadUnexposed(warehouse);
  expect([loaded.n, unexposed.n]).toEqual(after);
  await warehouse.close();
});
