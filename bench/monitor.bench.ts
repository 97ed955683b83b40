import type { Bench, Emit } from './bench.ts';
import { DAYS, FAULTS, ONSET_DAY, playMonth, type Told } from './monitor/month.ts';

const MONTHS = Number(process.env['MONITOR_MONTHS'] ?? 40);
const PLANTED = Number(process.env['MONITOR_PLANTED'] ?? 10);

const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
const alarmed = (all: readonly Told[]): number =>
  mean(all.map(({ falseAlarms }) => (falseAlarms.length > 0 ? 1 : 0)));

const quiet = async (emit: Emit): Promise<void> => {
  const [own, chart]: [Told[], Told[]] = [[], []];
  for (let seed = 1; seed <= MONTHS; seed++) {
    const month = await playMonth(seed, null);
    for (const cause of month.monitor.falseAlarms) console.error(`month ${seed}: ${cause}`);
    own.push(month.monitor);
    chart.push(month.chart);
  }
  emit({
    name: `months of ${MONTHS} in which nothing changes and something is alarmed, beside a chart of daily means`,
    value: alarmed(own),
    unit: 'share',
    peer: alarmed(chart),
  });
  emit({
    name: 'false alarms a month, beside a chart of daily means',
    value: mean(own.map(({ falseAlarms }) => falseAlarms.length)),
    unit: 'alarms',
    peer: mean(chart.map(({ falseAlarms }) => falseAlarms.length)),
  });
};

/** A month in which it is never told counts as all of its nights. */
const medianNights = (all: readonly Told[]): number => {
  const nights = all.map((told) => told.nights ?? DAYS - ONSET_DAY).sort((a, b) => a - b);
  return nights[nights.length >> 1] as number;
};

const planted = async (emit: Emit): Promise<void> => {
  for (const fault of FAULTS) {
    const [own, chart]: [Told[], Told[]] = [[], []];
    for (let seed = 1; seed <= PLANTED; seed++) {
      const month = await playMonth(1000 + seed, fault);
      own.push(month.monitor);
      chart.push(month.chart);
    }
    emit({
      name: `${fault.name}: told, of ${PLANTED} months`,
      value: mean(own.map(({ nights }) => (nights === null ? 0 : 1))),
      unit: 'share',
      peer: 1,
    });
    emit({
      name: `${fault.name}: median nights until it is told, beside a chart of daily means`,
      value: medianNights(own),
      unit: 'nights',
      peer: medianNights(chart),
    });
  }
};

/** The monitor run every night of a month: alarms in months in which nothing changes, and nights until a planted fault is told. */
const bench: Bench = {
  name: 'monitor',
  about:
    'the monitor every night of a month, beside a chart of daily means: false alarms, nights until planted faults',
  async run(emit) {
    await quiet(emit);
    await planted(emit);
  },
};

export default bench;
