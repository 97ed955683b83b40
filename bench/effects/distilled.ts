import { openModel } from '@causeway/contract';
import { distilEffect } from '../../packages/offline/src/learners/index.ts';
import { makeRandom } from '../../packages/offline/src/maths/index.ts';
import type { Emit } from '../bench.ts';

/** The goals of the project's statistics page. */
const GOAL = { kb: 60, ms: 0.05 };

/** 50 trees that stand for a curved effect of 18 columns: how truly, how small, how fast. */
export const distilled = (emit: Emit): void => {
  const [n, d, random] = [20_000, 18, makeRandom(4)];
  const x = Float64Array.from({ length: n * d }, () => random.normal());
  const effect = Float64Array.from({ length: n }, (_, i) => {
    const at = (k: number): number => x[i * d + k] as number;
    return (
      0.05 + 0.04 * Math.tanh(2 * at(0)) + 0.02 * at(1) * at(2) - (at(3) > 0.5 ? 0.05 : 0) + 0.01 * at(4)
    );
  });
  const { blob, fidelity } = distilEffect({ x, n, d, effect, seed: 1 });
  const say = (name: string, value: number, unit: string, peer: number) =>
    emit({ name: `distilled effect, 50 trees, ${name}`, value, unit, peer });
  say('rank correlation with what it stands for', fidelity.rankCorrelation, 'Spearman', 1);
  say('policy value lost', fidelity.policyLoss, 'share', 0);
  say('size, beside the goal', fidelity.gzipBytes / 1024, 'KB gzip', GOAL.kb);
  const model = openModel(blob);
  const row = Array.from(x.subarray(0, d));
  const rounds = 20_000;
  for (let k = 0; k < rounds; k++) model.score(row);
  const begin = process.hrtime.bigint();
  for (let k = 0; k < rounds; k++) model.score(row);
  say('one decision, beside the goal', Number(process.hrtime.bigint() - begin) / 1e6 / rounds, 'ms', GOAL.ms);
};
