import { AutoLearner, type EffectRows, MetaLearner } from '../../packages/offline/src/learners/index.ts';
import { logisticRegressor } from '../../packages/offline/src/nuisance/index.ts';
import { scikitUpliftAreas } from '../../packages/offline/src/uplift/index.ts';
import type { Emit } from '../bench.ts';
import { sklearnEffects, sklearnIsHere } from './sklearn-effects.ts';
import { isTest, readHillstrom } from './study-files.ts';

const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;

/** Best on record of the peers that the statistics page lists (causalml's DDP tree). */
const RECORD = { any: 0.0416, womens: 0.0688 };
const SPLITS = Number(process.env['EFFECTS_SPLITS'] ?? 10);

/** Mean scikit-uplift Qini over hash splits of the automatic learner, beside logistic and boosted meta-learners on the same splits. */
export const hillstromSplits = (emit: Emit): void => {
  const data = readHillstrom();
  if (data === null) return;
  const { d, row, segment, visit } = data;
  for (const mode of ['womens', 'any'] as const) {
    const found = new Map<string, number[]>();
    for (let split = 0; split < SPLITS; split++) {
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
      const put = (name: string, score: Float64Array): void => {
        const y = test.map((i) => visit[i] as number);
        const { qini } = scikitUpliftAreas({ n: test.length, y, t: test.map(t), score });
        found.set(name, [...(found.get(name) ?? []), qini]);
      };
      put('auto', new AutoLearner().fit(rows).predict(held, test.length).effect[0] as Float64Array);
      const light = { outcome: logisticRegressor, propensity: logisticRegressor, folds: 2 };
      put(
        'logistic T-learner',
        new MetaLearner('t', light).fit(rows).predict(held, test.length).effect[0] as Float64Array,
      );
      if (!sklearnIsHere()) continue;
      const study = { ...rows, later: held, m: test.length };
      put('scikit-learn logistic T-learner', sklearnEffects('t', 'linear', study));
      put('scikit-learn boosted X-learner', sklearnEffects('x', 'boost', study));
    }
    for (const [name, values] of found)
      emit({
        name: `Hillstrom visit, ${mode}, ${name}: mean Qini of ${SPLITS} splits, beside the best peer on record`,
        value: mean(values),
        unit: 'Qini',
        peer: RECORD[mode],
      });
  }
};
