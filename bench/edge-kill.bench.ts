import { type KillReport, killRun } from '../test/support/edge/kill-run.ts';
import type { Bench, Emit } from './bench.ts';

const RUNS = Number(process.env.EDGE_KILL_RUNS ?? 50);

const run = async (emit: Emit): Promise<void> => {
  const reports: KillReport[] = [];
  for (let seed = 1; seed <= RUNS; seed++) {
    const report = await killRun({ edges: 6, kills: 2, seed, capCents: 60_000, decisions: 15 });
    console.error(JSON.stringify(report));
    reports.push(report);
  }
  const sum = (of: (report: KillReport) => number): number => reports.reduce((all, one) => all + of(one), 0);
  const cap = sum(({ capCents }) => capCents);
  const over = sum(({ offeredCents, capCents }) => Math.max(0, offeredCents - capCents));
  const lost = sum((r) => Math.abs(r.capCents - r.leftCents - r.leasedCents - r.reservedCents));
  emit({ name: 'runs with SIGKILL', value: reports.length, unit: 'runs', peer: RUNS });
  emit({ name: 'workers killed', value: sum(({ kills }) => kills), unit: 'kills', peer: 2 * RUNS });
  emit({ name: 'offered', value: sum(({ offeredCents }) => offeredCents), unit: 'cents', peer: cap });
  emit({ name: 'offered over the cap', value: over, unit: 'cents', peer: cap });
  emit({ name: 'unaccounted after reconciliation', value: lost, unit: 'cents', peer: cap });
  emit({
    name: 'offers missing in the books',
    value: sum(({ missing }) => missing),
    unit: 'offers',
    peer: sum(({ decisions }) => decisions),
  });
  emit({
    name: 'runs whose books do not add up',
    value: sum((r) => r.problems.length),
    unit: 'runs',
    peer: RUNS,
  });
};

const bench: Bench = {
  name: 'edge-kill',
  about: 'six workerds on one budget, killed at random moments, 50 runs (EDGE_KILL_RUNS), beside the cap',
  run,
};
export default bench;
