import { log } from '@causeway/contract';

const BINS = 40;
const FEWEST_ROWS = 25;
/** Steps closer than this in score are one: the kernel's floats need some width. */
const LEAST_WIDTH = 0.1;

type Block = { score: number; events: number; rows: number };

const rateOf = ({ events, rows }: Block): number => events / rows;

/**
 * Pools adjacent violators over bins of equal size: (mean score, log-odds of the level) of each block, ascending. A level is
 * (events + ½)/(rows + 1), so that a block without events has one too.
 */
export const isotonicPoints = (
  score: Float64Array,
  y: ArrayLike<number>,
): (readonly [score: number, level: number])[] => {
  const n = score.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (score[a] as number) - (score[b] as number) || a - b,
  );
  const bins = Math.max(1, Math.min(BINS, Math.floor(n / FEWEST_ROWS)));
  const blocks: Block[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const own = order.subarray(Math.floor((bin * n) / bins), Math.floor(((bin + 1) * n) / bins));
    let block: Block = { score: 0, events: 0, rows: own.length };
    for (const i of own) {
      block.score += (score[i] as number) / own.length;
      block.events += y[i] as number;
    }
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (rateOf(last) < rateOf(block) && block.score - last.score >= LEAST_WIDTH) break;
      blocks.pop();
      const rows = last.rows + block.rows;
      block = {
        score: (last.score * last.rows + block.score * block.rows) / rows,
        events: last.events + block.events,
        rows,
      };
    }
    blocks.push(block);
  }
  return blocks.map((b) => [b.score, log((b.events + 0.5) / (b.rows - b.events + 0.5))] as const);
};
