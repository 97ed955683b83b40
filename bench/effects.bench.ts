import { CausalForest } from '../packages/offline/src/forest/index.ts';
import { AutoLearner, type EffectRows, MetaLearner } from '../packages/offline/src/learners/index.ts';
import { makeRandom } from '../packages/offline/src/maths/index.ts';
import { logisticRegressor, ridgeRegressor } from '../packages/offline/src/nuisance/index.ts';
import { scikitUpliftAreas } from '../packages/offline/src/uplift/index.ts';
import type { Bench, Emit } from './bench.ts';
import { coverage } from './effects/coverage.ts';
import { isTest, readHillstrom, readIhdp } from './effects/study-files.ts';

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

/** Mean scikit-uplift Qini over the 10 hash splits, beside a logistic T-learner. */
const hillstrom = (emit: Emit): void => {
  const data = readHillstrom();
  if (data === null) return;
  const { d, row, segment, visit } = data;
  for (const mode of ['womens', 'any']) {
    const [own, peer]: [number[], number[]] = [[], []];
    for (let split = 0; split < 10; split++) {
      const all = segment.flatMap((s, i) => (mode === 'womens' && s === 'Mens E-Mail' ? [] : [i]));
      const [train, test] = [all.filter((i) => !isTest(i, split)), all.filter((i) => isTest(i, split))];
      const x = (of: readonly number[]) => Float64Array.from(of.flatMap(row));
      const t = (i: number): number => (segment[i] === 'No E-Mail' ? 0 : 1);
      const rows: EffectRows = {
        n: train.length,
        d,
        x: x(train),
        y: Float64Array.from(train, (i) => visit[i] as number),
        action: Int32Array.from(train, t),
        arms: 2,
        seed: 1,
      };
      const held = x(test);
      const qini = (score: Float64Array): number =>
        scikitUpliftAreas({ n: test.length, y: test.map((i) => visit[i] as number), t: test.map(t), score })
          .qini;
      own.push(qini(new AutoLearner().fit(rows).predict(held, test.length).effect[0] as Float64Array));
      const linear = new MetaLearner('t', {
        outcome: logisticRegressor,
        propensity: logisticRegressor,
        folds: 2,
      }).fit(rows);
      peer.push(qini(linear.predict(held, test.length).effect[0] as Float64Array));
    }
    emit({
      name: `Hillstrom visit, ${mode}, mean Qini of 10 splits, beside a logistic T-learner`,
      value: mean(own),
      unit: 'Qini',
      peer: mean(peer),
    });
  }
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

const bench: Bench = {
  name: 'effects',
  about:
    'effects by row on IHDP and Hillstrom beside T-learners, an honest forest beside grf on record, coverage beside 95 %',
  run: (emit) => {
    forest(emit);
    for (const { name, average, linear } of coverage(200)) {
      emit({
        name: `${name}: coverage of the average effect, 200 seeds`,
        value: average,
        unit: 'share',
        peer: 0.95,
      });
      emit({
        name: `${name}: coverage of the linear effect of a row, 200 seeds`,
        value: linear,
        unit: 'share',
        peer: 0.95,
      });
    }
    ihdp(emit);
    hillstrom(emit);
  },
};

export default bench;
