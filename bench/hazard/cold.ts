import type { Browser } from 'playwright-core';
import type { Emit } from '../bench.ts';
import type { BenchModel } from './models.ts';
import { type Engine, OURS, type Served } from './serve.ts';
import { type FirstVisit, firstVisit } from './visit.ts';

const RUNS = 5;
const PEER: Engine = 'onnxruntime';

export const median = (xs: readonly number[]): number =>
  [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)] as number;

/** A first visit by two clocks: from navigation, and from the tool's own beginning. */
const CLOCKS = {
  navigation: ({ first }: FirstVisit): number => first,
  'its script': ({ begun, first }: FirstVisit): number => first - begun,
} as const;

/** The first λ, on loopback or on Slow 4G with a CPU four times slower; and what a page of one line costs by itself. */
export const cold = async (
  emit: Emit,
  browser: Browser,
  { served, models, slow }: { served: Served; models: readonly BenchModel[]; slow: boolean },
): Promise<void> => {
  const where = slow ? 'Slow 4G and CPU x4' : 'loopback';
  const visits = async (url: string, runs: number): Promise<FirstVisit[]> => {
    const made: FirstVisit[] = [];
    for (let k = 0; k < runs; k++) made.push(await firstVisit(browser, url, slow));
    return made;
  };
  const empty = median((await visits(served.blank, RUNS)).map(({ first }) => first));
  for (const model of models) {
    const peer = await visits(served.first(PEER, model), slow ? 1 : RUNS);
    const at = median(peer.map(CLOCKS.navigation));
    if (model === models[0])
      emit({ name: `an empty page's first line, ${where}`, value: empty, unit: 'ms', peer: at });
    for (const engine of OURS) {
      const own = await visits(served.first(engine, model), RUNS);
      for (const [clock, read] of Object.entries(CLOCKS))
        emit({
          name: `${model.name}: first hazard after ${clock}, ${where}, ${engine}`,
          value: median(own.map(read)),
          unit: 'ms',
          peer: median(peer.map(read)),
        });
      const lambdas = [...own, ...peer].map(({ lambda }) => lambda);
      const gap = Math.max(...lambdas) - Math.min(...lambdas);
      if (!(gap <= 1e-6)) throw new Error(`${model.name}: the engines' first hazards are ${gap} apart`);
    }
  }
};
