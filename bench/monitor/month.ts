import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstRelease, type StoredLine, sha256, utf8 } from '@causeway/contract';
import { expose } from '../../packages/offline/src/exposure/index.ts';
import { ingest } from '../../packages/offline/src/log/index.ts';
import { type Alert, LOG_METRICS, monitorLog } from '../../packages/offline/src/monitor/index.ts';
import { createWorld, simulateLog } from '../../packages/offline/src/simulator/index.ts';
import { openWarehouse, type Warehouse } from '../../packages/offline/src/table/index.ts';

const DAY_MS = 86_400_000;
export const DAYS = 30;
/** The first night on which the monitor runs. */
const FIRST_NIGHT = 8;
const VISITS_A_DAY = 150;
const START = Date.UTC(2026, 8, 1);
/** The day from which something is wrong, in a month in which something is. */
export const ONSET_DAY = 15;

type Fault = {
  readonly name: string;
  readonly metric: RegExp;
  /** What becomes of a line of the days in which it is wrong; none where it is lost. `u` is uniform, the same for a session. */
  change(stored: StoredLine, u: number): StoredLine | null;
};

const steps = (name: string, metric: RegExp, moved: (stage: string, mobile: boolean) => boolean): Fault => ({
  name,
  metric,
  change: (stored) => {
    const { line } = stored;
    if (line.kind !== 'step' || !moved(line.stage, line.context.mobile)) return stored;
    return { ...stored, line: { ...line, index: line.index + 0.6 } };
  },
});

export const FAULTS: readonly Fault[] = [
  {
    name: 'one question in ten unanswered',
    metric: /unanswered/,
    change: (stored, u) =>
      stored.line.kind === 'asked' && u < 0.1
        ? { ...stored, line: { ...stored.line, result: 'timeout' as const } }
        : stored,
  },
  {
    name: 'answers take 120 ms longer',
    metric: /answer time/,
    change: (stored) =>
      stored.line.kind === 'asked'
        ? { ...stored, line: { ...stored.line, tookMs: stored.line.tookMs + 120 } }
        : stored,
  },
  steps(
    'payment is harder on phones',
    /friction in payment on mobile/,
    (stage, mobile) => stage === 'payment' && mobile,
  ),
  {
    name: 'half of the orders are lost',
    metric: /orders without treatment|margin/,
    change: (stored, u) => (stored.line.kind === 'outcome' && u < 0.5 ? null : stored),
  },
];

/** A month of visits under one release that explores at even chances: nothing changes, but for the fault. */
const monthOf = (seed: number, fault: Fault | null): StoredLine[] => {
  const count = DAYS * VISITS_A_DAY;
  const world = createWorld({ seed, people: 1500, startAt: START, gapMs: (DAYS * DAY_MS) / count });
  const budget = { id: `month-${seed}`, capCents: 100_000_000 };
  const release = firstRelease({ createdAt: START, budget, salt: `month-${seed}` });
  const lines = simulateLog({ world, release, count, drawKey: sha256(utf8(`month ${seed}`)) });
  const out: StoredLine[] = [];
  for (const stored of lines) {
    if (fault === null || stored.line.at < START + ONSET_DAY * DAY_MS) {
      out.push(stored);
      continue;
    }
    const session = 'session' in stored.line ? String(stored.line.session) : '';
    const u = (sha256(utf8(`${fault.name} ${session}`))[0] as number) / 256;
    const changed = fault.change(stored, u);
    if (changed !== null) out.push(changed);
  }
  return out;
};

/** A day of a metric that a chart of daily means would call out. */
type Called = { readonly metric: string; readonly day: number };

/** The rule of a dashboard: a day's mean further than three deviations of daily means from those of the first week. */
const threeSigma = async (warehouse: Warehouse): Promise<Called[]> => {
  const out: Called[] = [];
  for (const { name, sql } of LOG_METRICS) {
    const [at = [], value = []] = (await warehouse.columns(sql).catch(() => [])) as number[][];
    const days = Array.from({ length: DAYS }, () => ({ sum: 0, n: 0 }));
    at.forEach((t, i) => {
      const day = days[Math.floor((t - START) / DAY_MS)];
      if (day === undefined) return;
      day.sum += Number(value[i]);
      day.n++;
    });
    const means = days.map(({ sum, n }) => (n === 0 ? null : sum / n));
    const first = means.slice(0, FIRST_NIGHT - 1).filter((mean) => mean !== null);
    const centre = first.reduce((sum, mean) => sum + mean, 0) / first.length;
    const spread = Math.sqrt(first.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / (first.length - 1));
    means.forEach((mean, day) => {
      if (day >= FIRST_NIGHT - 1 && mean !== null && Math.abs(mean - centre) > 3 * spread)
        out.push({ metric: name, day });
    });
  }
  return out;
};

/** What one way of watching told in a month. */
export type Told = {
  /** Metrics that it called out with nothing behind it. */
  readonly falseAlarms: readonly string[];
  /** Nights from the onset until it told of the fault; null where it did not, or none was planted. */
  readonly nights: number | null;
};

const byMonitor = async (warehouse: Warehouse, seed: number, fault: Fault | null): Promise<Told> => {
  const told = new Map<string, Alert>();
  let nights: number | null = null;
  for (let night = FIRST_NIGHT; night <= DAYS; night++) {
    const until = START + night * DAY_MS;
    const { alerts } = await monitorLog(warehouse, { falseAlarm: 0.05, seed, until });
    for (const alert of alerts) told.set(alert.id, alert);
    const found = alerts.some(({ metric }) => fault?.metric.test(metric) === true);
    if (found && night > ONSET_DAY) nights ??= night - ONSET_DAY;
  }
  const caused = ({ detectedAt }: Alert): boolean =>
    fault !== null && detectedAt >= START + ONSET_DAY * DAY_MS;
  return {
    falseAlarms: [...told.values()].filter((alert) => !caused(alert)).map(({ cause }) => cause),
    nights,
  };
};

const byChart = async (warehouse: Warehouse, fault: Fault | null): Promise<Told> => {
  const called = await threeSigma(warehouse);
  const found = called.filter(({ metric, day }) => day >= ONSET_DAY && fault?.metric.test(metric) === true);
  const days = found.map(({ day }) => day);
  return {
    falseAlarms: called.filter(({ day }) => fault === null || day < ONSET_DAY).map(({ metric }) => metric),
    nights: days.length === 0 ? null : Math.min(...days) + 1 - ONSET_DAY,
  };
};

/** A month with the monitor run every night on what the log held by then (`causeway monitor --until`), and a chart of daily means beside it. */
export const playMonth = async (
  seed: number,
  fault: Fault | null,
): Promise<{ readonly monitor: Told; readonly chart: Told }> => {
  const folder = mkdtempSync(join(tmpdir(), 'month-'));
  const warehouse = await openWarehouse(':memory:');
  try {
    const lines = monthOf(seed, fault);
    writeFileSync(join(folder, 'log.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await ingest(warehouse, folder);
    const { actions } = firstRelease({ createdAt: START, budget: { id: 'm', capCents: 1 }, salt: 'm' });
    await expose(warehouse, { actions });
    return { monitor: await byMonitor(warehouse, seed, fault), chart: await byChart(warehouse, fault) };
  } finally {
    warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
