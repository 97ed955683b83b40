import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  auc,
  eventPeriods,
  type HazardMetrics,
  hazardMetrics,
  hazardReport,
  learnHazard,
  MODEL_NAMES,
  type ModelName,
  type PreparedRows,
  shipHazard,
  timeAxis,
} from '@causeway/offline';
import type { Bench, Emit } from './bench.ts';
import { madeForecast } from './hazard-models/made-forecast.ts';
import { madePeriods } from './hazard-models/made-periods.ts';
import { plainLogit } from './hazard-models/plain-logit.ts';
import { periodsOf, readColumns } from './hazard-models/read-periods.ts';

const dataFile = (name: string): string | null => {
  const path = fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url));
  if (existsSync(path)) return path;
  console.error(`hazard-models: ${name} is not beside the repository: skipped`);
  return null;
};

const seconds = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

const compare = (
  emit: Emit,
  name: string,
  own: HazardMetrics,
  peer: { auc: number; logLoss: number; ece: number },
) => {
  emit({ name: `${name}, AUC`, value: own.auc?.value ?? 0.5, unit: '', peer: peer.auc });
  emit({ name: `${name}, log-loss`, value: own.logLoss.value, unit: 'nats', peer: peer.logLoss });
  emit({ name: `${name}, ECE`, value: own.ece.value, unit: '', peer: peer.ece });
};

const onFile = (
  emit: Emit,
  name: string,
  { prepared, session }: { prepared: PreparedRows; session: Int32Array },
  options: {
    models: readonly ModelName[];
    compare: boolean;
    fixed?: { auc: number; logLoss: number; ece: number };
  },
): void => {
  const logit = hazardMetrics({ p: plainLogit(prepared), y: prepared.test.y, session }, 1, 200);
  const peer = options.fixed ?? {
    auc: logit.auc?.value ?? 0.5,
    logLoss: logit.logLoss.value,
    ece: logit.ece.value,
  };
  if (options.fixed !== undefined) compare(emit, `${name}, our own plain logit`, logit, peer);
  for (const model of options.models) {
    const before = process.cpuUsage();
    const report = hazardReport(prepared, session, {
      model,
      seed: 1,
      elapsed: [],
      compare: options.compare && model === 'auto',
      segments: {},
    });
    console.error(
      `${name}, ${model}: ${report.learned.name}, ${seconds(before).toFixed(1)} CPU s, blob ${report.shipped.blob.length} bytes, AUC [${report.metrics.auc?.low.toFixed(4)}, ${report.metrics.auc?.high.toFixed(4)}]`,
    );
    compare(emit, `${name}, ${model}`, report.metrics, peer);
    if (report.withoutElapsed !== null)
      compare(emit, `${name}, ${model} without elapsed time`, report.withoutElapsed.metrics, peer);
  }
};

/** The published figures of shop-journeys: a logit, trained before 2024-05-10. */
const LOGIT = { auc: 0.8067, logLoss: 0.2796, ece: 0.013 };

const shopJourneys = async (emit: Emit): Promise<void> => {
  const path = dataFile('shop-journeys/journeys.csv.gz');
  if (path === null) return;
  const { n, cells } = await readColumns(path);
  const column = (name: string) => cells[name] ?? [];
  const kept = ['platform', 'acquisition_channel', 'user_cohort', 'user_lifecycle'];
  const { names, rows } = eventPeriods(
    {
      n,
      session: column('session_id'),
      time: timeAxis(column('timestamp'), 'timestamp'),
      timeCells: column('timestamp'),
      name: column('event'),
      keep: Object.fromEntries(kept.map((name) => [name, column(name)])),
    },
    { from: ['cart', 'add_to_cart'], until: ['purchase'] },
  );
  const made = Object.fromEntries(names.map((name, k) => [name, rows.map((row) => row[k] ?? null)]));
  const periods = periodsOf(
    { n: rows.length, cells: made },
    { session: 'session', time: 'time', event: 'left', features: names.slice(3), splitAt: '2024-05-10' },
  );
  onFile(emit, 'shop-journeys', periods, { models: MODEL_NAMES, compare: true, fixed: LOGIT });
};

/** Other people's tables as person-period files: a person of one period counts as a session of one row. */
const otherFiles = async (emit: Emit): Promise<void> => {
  const veteran = dataFile('veteran/veteran_person_period.csv');
  if (veteran !== null) {
    const read = await readColumns(veteran);
    const features = ['trt', 'karno', 'age', 'prior'];
    const half = { ...read, cells: { ...read.cells, start: (read.cells.id ?? []).map(Number) } };
    const periods = periodsOf(half, {
      session: 'id',
      time: 'start',
      event: 'y',
      features: [...features, 'k'],
      splitAt: '90',
    });
    onFile(emit, 'veteran (persons from 90 on)', periods, { models: ['auto'], compare: false });
  }
  const hillstrom = dataFile('hillstrom/hillstrom.csv.gz');
  if (hillstrom !== null) {
    const read = await readColumns(hillstrom);
    const row = Array.from({ length: read.n }, (_, i) => i);
    const features = [
      'recency',
      'history_segment',
      'history',
      'mens',
      'womens',
      'zip_code',
      'newbie',
      'channel',
      'segment',
    ];
    const periods = periodsOf(
      { ...read, cells: { ...read.cells, row } },
      { session: 'row', time: 'row', event: 'visit', features, splitAt: '44800' },
    );
    onFile(emit, 'hillstrom visit (last 30 % of rows)', periods, { models: ['auto'], compare: false });
  }
};

const knownTruth = (emit: Emit): void => {
  const [train, test] = [madePeriods(6000, 1), madePeriods(10_000, 2)];
  const names = Array.from(test.session, String);
  const oracle = auc(test.truth, test.y, names).value;
  for (const model of MODEL_NAMES) {
    const p = shipHazard(learnHazard(train, model, 1), ['a', 'b', 'c', 'd', 'e']).predict(test);
    emit({
      name: `known truth, ${train.n} rows, ${model}, AUC beside the truth's`,
      value: auc(p, test.y, names).value,
      unit: '',
      peer: oracle,
    });
  }
};

const SEEDS = 400;

const coverage = (emit: Emit): void => {
  const bends = [
    ['calibrated', { shift: 0, slope: 1 }],
    ['bent', { shift: 0.3, slope: 0.7 }],
  ] as const;
  for (const [bent, bend] of bends) {
    const all = hazardMetrics(madeForecast(200_000, 1, bend), 1, 0);
    const truth = { ...all, ece: bent === 'calibrated' ? { value: 0 } : all.ece };
    for (const sessions of [100, 400]) {
      const held = { auc: 0, logLoss: 0, brier: 0, ece: 0 };
      for (let seed = 1; seed <= SEEDS; seed++) {
        const own = hazardMetrics(madeForecast(sessions, 1000 + seed, bend), seed, 200);
        for (const name of ['auc', 'logLoss', 'brier', 'ece'] as const) {
          const [range, at] = [own[name], truth[name]?.value as number];
          if (range !== null && range.low <= at && at <= range.high) held[name]++;
        }
      }
      for (const [name, count] of Object.entries(held))
        emit({
          name: `coverage of ${name}, ${sessions} ${bent} sessions, ${SEEDS} seeds`,
          value: count / SEEDS,
          unit: '',
          peer: 0.95,
        });
    }
  }
};

export default {
  name: 'hazard-models',
  about:
    'hazards of person-period files beside a logit, the truth of simulated rows, and the coverage of intervals',
  run: async (emit) => {
    coverage(emit);
    knownTruth(emit);
    await shopJourneys(emit);
    await otherFiles(emit);
  },
} satisfies Bench;
