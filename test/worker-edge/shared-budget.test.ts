import { expect, it } from 'vitest';
import { killRun } from '../support/edge/kill-run.ts';

it('three workerds on one budget, one after the other killed: never a cent over, every offer in the books', async () => {
  const report = await killRun({ edges: 3, kills: 2, seed: 1, capCents: 60_000, decisions: 25 });
  expect(report.kills).toBe(2);
  expect(report.decisions).toBeGreaterThan(100);
  expect(report.offeredCents).toBeGreaterThan(10_000);
  expect(report.offeredCents).toBeLessThanOrEqual(report.capCents);
  // What a dead worker had offered and nobody heard of may be reserved as well, until it lapses; never less.
  expect(report.reservedCents).toBeGreaterThanOrEqual(report.offeredCents);
  expect(report).toMatchObject({ missing: 0, leasedCents: 0, problems: [] });
  expect(report.reservedCents + report.leftCents).toBe(report.capCents);
}, 240_000);
