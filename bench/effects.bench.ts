import { CausalForest } from '../packages/offline/src/forest/index.ts';
import { AutoLearner, type EffectRows, MetaLearner } from '../packages/offline/src/learners/index.ts';
import { makeRandom } from '../packages/offline/src/maths/index.ts';
import { logisticRegressor, ridgeRegressor } from '../packages/offline/src/nuisance/index.ts';
import type { Bench, Emit } from './bench.ts';
import { coverage } from './effects/coverage.ts';
import { distilled } from './effects/distilled.ts';
import { hillstromSplits } from './effects/hillstrom-splits.ts';
import { coverageOfLines, MANY_COLUMNS } from './effects/many-columns.ts';
import { readIhdp } from './effects/study-files.ts';

const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
const median = (v: readonly number[]): number => [...v].sort((a, b) => a - b)[v.length >> 1] as number;

/** sqrt-PEHE of the automatic learner beside a ridge T-learner, within sample. */
const ihdp = (emit: Emit): void => {
  const [own, peer]: [number[], number[]] = [[], []];
  for (let file = 1; file <= 5; file++) {
    const data = readIhdp(file);
    if (data === null) return;
    const { n, x, y, action, tau } = data;
    const rows: EffectRows = { n, d: 25, x, y, action, arms: 2, seed: 1 };
    const pehe = (effect: Float64Array): number =>
      Math.sqrt(effect.reduce((s, v, i) => s + (v - (tau[i] as number)) ** 2, 0) / n);
    own.push(pehe(new AutoLearner().fit(rows).predict(x, n).effect[0] as Float64Array));
    const t = new MetaLearner('t', { outcome: ridgeRegressor, propensity: logisticRegressor }).fit(rows);
    peer.push(pehe(t.predict(x, n).effect[0] as Float64Array));
  }
  emit({
    name: 'IHDP, mean of 5 files, beside a ridge T-learner',
    value: mean(own),
    unit: 'sqrt-PEHE',
    peer: mean(peer),
  });
  emit({
    name: 'IHDP, median of 5 files, beside a ridge T-learner',
    value: median(own),
    unit: 'sqrt-PEHE',
    peer: median(peer),
  });
};

/** What grf took for the same shape on a machine of this kind, as the statistics page of the project has it. */
const GRF = { cpu: 75.8, peakMb: 895 };

const forest = (emit: Emit): void => {
  const [n, d] = [29_865, 18];
  const random = makeRandom(1);
  const x = Float64Array.from({ length: n * d }, () => random.normal());
  const t = Float64Array.from({ length: n }, () => (random.uniform() < 0.5 ? 0.5 : -0.5));
  const y = t.map((v, i) => ((x[i * d] as number) > 0 ? v : 0) + random.normal());
  const before = process.cpuUsage();
  new CausalForest({ trees: 500 }).fit({ x, n, d, y, t, seed: 1 });
  const { user, system } = process.cpuUsage(before);
  emit({
    name: '500 honest trees on 29,865 x 18, beside grf on record',
    value: (user + system) / 1e6,
    unit: 'CPU s',
    peer: GRF.cpu,
  });
  emit({
    name: 'peak memory of the whole process, beside grf on record',
    value: process.resourceUsage().maxRSS / 1024,
    unit: 'MB',
    peer: GRF.peakMb,
  });
};

const SEEDS = Number(process.env['EFFECTS_SEEDS'] ?? 200);

const coverages = (emit: Emit): void => {
  for (const own of coverage(SEEDS)) {
    const share = (what: string, value: number): void =>
      emit({ name: `${own.name}: coverage of ${what}, ${SEEDS} seeds`, value, unit: 'share', peer: 0.95 });
    share('the average effect', own.average);
    share('the linear effect of a row', own.linear);
    share('the automatic effect of a row', own.auto);
    emit({
      name: `${own.name}: bias of the average effect, beside a ridge T-learner`,
      value: own.bias,
      unit: 'outcome',
      peer: own.biasT,
    });
    emit({
      name: `${own.name}: error of the automatic effect of a row, beside a ridge T-learner`,
      value: own.rmse,
      unit: 'RMSE',
      peer: own.rmseT,
    });
  }
};

const manyColumns = (emit: Emit): void => {
  for (const design of MANY_COLUMNS) {
    const { linear, lasso } = coverageOfLines(design, SEEDS);
    emit({
      name: `${design.n} rows of ${design.d} columns, correlation ${design.correlation}: coverage of a later row by lasso, beside least squares, ${SEEDS} seeds`,
      value: lasso,
      unit: 'share',
      peer: linear,
    });
  }
};

const PARTS: Readonly<Record<string, (emit: Emit) => void>> = {
  forest,
  distilled,
  coverage: coverages,
  'many-columns': manyColumns,
  ihdp,
  hillstrom: hillstromSplits,
};

const parts = (): readonly string[] => {
  const wanted = process.env['EFFECTS_PARTS']?.split(',') ?? Object.keys(PARTS);
  for (const name of wanted)
    if (!(name in PARTS))
      throw new Error(`EFFECTS_PARTS: got ${name}, allowed are ${Object.keys(PARTS).join(', ')}`);
  return wanted;
};

const bench: Bench = {
  name: 'effects',
  about:
    'effects by row on IHDP and Hillstrom beside T-learners and scikit-learn, a forest beside grf on record, coverage beside 95 %',
  run: (emit) => {
    for (const name of parts()) PARTS[name]?.(emit);
  },
};

export default bench;
