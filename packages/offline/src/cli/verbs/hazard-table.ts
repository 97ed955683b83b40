import { writeFileSync } from 'node:fs';
import { Fault } from '@causeway/contract';
import { calibrationChart } from '../../dossier/charts.ts';
import { survivalChart } from '../../dossier/survival-chart.ts';
import { svgFile } from '../../dossier/svg-file.ts';
import {
  CLOCKS,
  csvText,
  type HazardReport,
  hazardReport,
  type ModelName,
  modelCard,
  momentOn,
  periodRows,
  prepareRows,
  splitRows,
  survivalCurves,
  type TimeAxis,
  timeAxis,
} from '../../hazard/index.ts';
import { openWarehouse, type PlainCell, plainCell, readTable } from '../../table/index.ts';
import type { Run } from '../run.ts';
import { hazardResult } from './hazard-result.ts';

export type TableOptions = {
  readonly input: string;
  readonly session: string;
  readonly time: string;
  readonly event: string;
  readonly features: readonly string[];
  readonly splitAt: string;
  readonly model: ModelName;
  readonly elapsed: 'yes' | 'no';
  readonly elapsedColumns: readonly string[];
  readonly segment: readonly string[];
  readonly stage?: string;
  readonly person?: string;
  readonly compare: boolean;
  readonly seed: number;
};

const readCells = async (path: string, wanted: readonly string[]) => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const table = await readTable(warehouse, path, wanted);
    const cells: Record<string, readonly PlainCell[]> = {};
    for (const name of wanted) cells[name] ??= table.column(name).map(plainCell);
    return { n: table.n, cells };
  } finally {
    warehouse.close();
  }
};

/** First and last time as the user would write them. */
const timeText = ({ unitMs }: TimeAxis, times: Float64Array): string =>
  [Math.min, Math.max]
    .map((pick) => times.reduce((a, b) => pick(a, b)))
    .map((at) => (unitMs === null ? String(at) : new Date(at * unitMs).toISOString()))
    .join(' to ');

const writeArtefacts = (run: Run, report: HazardReport): void => {
  writeFileSync(run.output('model.onnx'), report.shipped.onnx);
  writeFileSync(run.output('model.blob'), report.shipped.blob);
  const points = report.calibration.map(({ predicted, observed }) => ({
    predicted,
    observed: observed.value,
    low: Math.max(0, observed.low),
    high: Math.min(1, observed.high),
  }));
  writeFileSync(
    run.output('calibration.svg'),
    svgFile(calibrationChart(points, 'Reliability: predicted and observed hazard')),
  );
};

/** A hazard of a person-period file: learned before a moment, measured behind it, written as a model that the page can run. */
export const hazardOfTable = async (run: Run, options: TableOptions): Promise<Record<string, unknown>> => {
  const { session, time, event, features, person, stage } = options;
  const groups = [...options.segment, ...(stage === undefined ? [] : [stage])];
  const own = [session, time, event, ...features, ...groups, ...(person === undefined ? [] : [person])];
  const { n, cells } = await readCells(run.note('input', options.input), own);
  const column = (name: string): readonly PlainCell[] => cells[name] as readonly PlainCell[];
  for (const name of [session, event])
    if (features.includes(name))
      throw new Fault(
        'bad-input',
        '--features',
        `${name} is the session or the event itself: it cannot be a feature`,
      );
  const axis = timeAxis(column(time), time);
  const rows = periodRows({
    n,
    session: column(session),
    time: axis,
    event: column(event),
    eventName: event,
    others: [...new Set(own)].filter((name) => ![session, time, event].includes(name)).map(column),
  });
  const split = splitRows(rows, momentOn(axis, options.splitAt));
  if (split.train.length === 0 || split.test.length === 0)
    throw new Fault(
      'bad-input',
      '--split-at',
      `${options.splitAt} leaves ${split.train.length} rows before it and ${split.test.length} to test on; both are needed, and times go from ${timeText(axis, rows.time)}`,
    );
  const prepared = prepareRows({
    rows,
    split,
    time: axis,
    cells,
    features,
    clocks: options.elapsed === 'yes' ? CLOCKS : [],
  });
  const at = (name: string): string[] =>
    Array.from(split.test, (i) => String(column(name)[rows.row[i] as number] ?? 'missing'));
  run.say(
    `hazard: ${split.train.length} rows to learn from, ${split.test.length} to test on, ${prepared.encoding.columns.length} numbers a row`,
  );
  const sessions = Int32Array.from(split.test, (i) => rows.session[i] as number);
  const report = hazardReport(prepared, person === undefined ? sessions : at(person), {
    model: options.model,
    seed: options.seed,
    elapsed: options.elapsedColumns,
    compare: options.compare,
    segments: Object.fromEntries(groups.map((name) => [name, at(name)])),
  });
  const curves = survivalCurves({
    p: report.forecast.p,
    y: report.forecast.y,
    step: Int32Array.from(split.test, (i) => rows.step[i] as number),
    session: sessions,
    group:
      options.segment[0] === undefined
        ? new Array<string>(sessions.length).fill('all')
        : at(options.segment[0]),
  });
  writeArtefacts(run, report);
  writeFileSync(
    run.output('survival.svg'),
    svgFile(survivalChart(curves, 'Survival by step: observed and foretold')),
  );
  run.writeJson('encoding.json', prepared.encoding);
  const lines = Array.from(split.test, (i, k): PlainCell[] => {
    const row = rows.row[i] as number;
    return [
      row + 1,
      column(session)[row] ?? null,
      column(time)[row] ?? null,
      rows.event[i] as number,
      report.forecast.p[k] as number,
    ];
  });
  writeFileSync(run.output('predictions.csv'), csvText(['row', session, time, event, 'hazard'], lines));
  const result = hazardResult({ report, rows, split, prepared, curves, options, n });
  const { notes, train } = result;
  writeFileSync(
    run.output('card.md'),
    modelCard(report, prepared.encoding, {
      input: 'the file given',
      event,
      split: notes[0] as string,
      train,
      notes,
    }),
  );
  run.writeJson('hazard.json', result);
  run.say(
    `hazard: ${result.model}, AUC ${result.auc?.toFixed(4) ?? 'none'}, log-loss ${result.logloss.toFixed(4)}, ECE ${result.ece.toFixed(4)}`,
  );
  return result;
};
