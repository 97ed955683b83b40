import type { Bench, Emit } from './bench.ts';
import { load, residentMb } from './edge/load.ts';
import { edgeTargets } from './edge/targets.ts';

const MINUTES = Number(process.env.EDGE_SOAK_MINUTES ?? 30);
const VISITS = 2000;
const PIECE = 400;

/** Half of what the worker was measured to take, for so many minutes; memory at the start, in the middle, at the end. */
const run = async (emit: Emit): Promise<void> => {
  const { shop, help } = await edgeTargets(VISITS);
  try {
    const warm = await load(help, 4000, 16);
    let n = 4000;
    const until = Date.now() + MINUTES * 60_000;
    const memory: number[] = [];
    let failures = 0;
    while (Date.now() < until) {
      const from = performance.now();
      const piece = await load(help, PIECE, 8, n);
      n += PIECE;
      failures += piece.failures;
      memory.push(residentMb(help.pid));
      const rest = (2 * PIECE * 1000) / warm.perSecond - (performance.now() - from);
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    }
    const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    const third = Math.floor(memory.length / 3);
    const middle = mean(memory.slice(third, 2 * third));
    emit({ name: 'decisions', value: n, unit: 'decisions', peer: n });
    emit({ name: 'failures', value: failures, unit: 'decisions', peer: n });
    emit({
      name: 'memory, last third beside the middle third',
      value: mean(memory.slice(2 * third)),
      unit: 'MB',
      peer: middle,
    });
  } finally {
    await shop.edge.stop();
  }
};

const bench: Bench = {
  name: 'edge-soak',
  about:
    'half load for 30 minutes (EDGE_SOAK_MINUTES): the worker’s memory at the end beside that in the middle',
  run,
};
export default bench;
