import { fuzz } from '../test/support/edge/fuzz.ts';
import { openShop } from '../test/support/edge/shop.ts';
import type { Bench, Emit } from './bench.ts';

const BODIES = 100_000;
const AT_A_TIME = 5000;

const run = async (emit: Emit): Promise<void> => {
  const shop = await openShop();
  try {
    await shop.publish();
    const classes = new Map<number, number>();
    for (let from = 0; from < BODIES; from += AT_A_TIME) {
      for (const [status, n] of await fuzz(shop, AT_A_TIME, from)) {
        const hundred = Math.floor(status / 100);
        classes.set(hundred, (classes.get(hundred) ?? 0) + n);
      }
      console.error(`fuzzed ${from + AT_A_TIME}`);
    }
    for (const hundred of [2, 4, 5])
      emit({ name: `answers ${hundred}xx`, value: classes.get(hundred) ?? 0, unit: 'answers', peer: BODIES });
  } finally {
    await shop.edge.stop();
  }
};

const bench: Bench = {
  name: 'edge-fuzz',
  about: '100,000 fuzzed bodies on every route of the worker, by class of status, beside all of them: no 5xx',
  run,
};
export default bench;
