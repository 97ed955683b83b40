import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DEFAULT_ACTIONS,
  firstRelease,
  pageModelDigest,
  parseRelease,
  type Release,
  releaseDigest,
} from '@causeway/contract';
import { createWorld, simulateLog } from '@causeway/offline/simulator';
import { afterAll, expect, it } from 'vitest';
import { expose } from '../../../packages/offline/src/exposure/index.ts';
import { skew } from '../../../packages/offline/src/features/index.ts';
import { ingest } from '../../../packages/offline/src/log/index.ts';
import { openRegistry } from '../../../packages/offline/src/registry/index.ts';
import { withWarehouse } from '../../../packages/offline/src/table/index.ts';
import { learnRelease, reproduce } from '../../../packages/offline/src/turn/index.ts';

const dir = mkdtempSync(join(tmpdir(), 'causeway-page-form-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const world = createWorld({ seed: 4, people: 450 });
const live = firstRelease({
  createdAt: world.options.startAt,
  budget: { id: 'b1', capCents: 100_000 },
  salt: 'form',
});

const fill = async (name: string, release: Release, count: number): Promise<string> => {
  mkdirSync(join(dir, name));
  const lines = simulateLog({ world, release, count, drawKey: new Uint8Array(32).fill(7) });
  writeFileSync(join(dir, name, 'log.ndjson'), [...lines].map((line) => JSON.stringify(line)).join('\n'));
  const path = join(dir, `${name}.duckdb`);
  await withWarehouse(path, async (warehouse) => {
    await ingest(warehouse, join(dir, name));
    await expose(warehouse, { actions: DEFAULT_ACTIONS });
  });
  return path;
};

it('publishes the form that is asked for; the page that runs it logs what the study reckons, and the recipe makes it again', async () => {
  const outDir = join(dir, 'out');
  const { release, report } = await learnRelease({
    warehouse: await fill('first', live, 900),
    history: null,
    live,
    nextSequence: 2,
    budget: { id: 'b2', capCents: 100_000 },
    sessionsPerTurn: 900,
    seed: 1,
    now: world.options.startAt + 1e9,
    outDir,
    hazard: 'trees',
  });
  expect(report.hazardForm?.form).toBe('trees');
  expect(report.hazardForm?.trials.map(({ name }) => name)).toEqual(['linear', 'trees']);
  expect(parseRelease(release, 'release')).toEqual(release);
  const under = await fill('second', release, 200);
  const models = new Map([live, release].map(({ page }) => [pageModelDigest(page), page]));
  expect(await withWarehouse(under, (warehouse) => skew(warehouse, models))).toMatchObject({
    maxAbsDifference: 0,
    maxHazardDifference: 0,
    unknownModel: 0,
  });
  const from = { logs: [join(dir, 'first')], histories: [], workDir: join(dir, 'reproduced') };
  expect(await reproduce(openRegistry(join(outDir, 'registry')), releaseDigest(release), from)).toMatchObject(
    {
      same: true,
    },
  );
});
