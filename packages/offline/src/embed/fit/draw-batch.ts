import type { Random } from '../../maths/index.ts';
import type { BatchRows } from '../network/sparse-layer.ts';
import type { EncoderData, EncoderRecipe } from './encoder-data.ts';

/** Most neighbours of one row that send it a message in one step. */
export const MOST_NEIGHBOURS = 4;

export type DrawnBatch = {
  /** the rows that get a z (and, behind them, second views), then the neighbours' rows */
  readonly input: BatchRows;
  /** rows that get a z: `rows` of them once, or twice with a second view */
  readonly nodes: number;
  readonly rows: number;
  /** for each neighbour row behind the nodes, the node it sends its message to */
  readonly to: Int32Array;
  /** messages that each node gets */
  readonly heard: Int32Array;
  /** noise of each node's message, nodes x width; null without a graph */
  readonly messageNoise: Float32Array | null;
  /** ε of each node's z, nodes x size; zeros unless variational */
  readonly noise: Float32Array;
};

/** How a batch is seen: whole, as trained (parts hidden at random), or with one share of columns hidden. */
export type Sight = 'whole' | 'train' | { readonly hidden: number };

/** Half of the rows are seen whole, the others by a random share of their columns. */
const hideColumns = (keep: Uint8Array, columns: number, r: number, share: number, random: Random): void => {
  for (let c = 0; c < columns; c++) keep[r * columns + c] = random.uniform() < share ? 1 : 0;
};

/**
 * Draws what one step needs: which columns each row may show, second views for the contrast (the columns that the first view hides, or
 * the person's other window), which neighbours speak, and the noise of z and of messages.
 */
export const drawBatch = (
  data: EncoderData,
  recipe: EncoderRecipe,
  chosen: Int32Array,
  shape: { readonly width: number; readonly size: number },
  sight: Sight,
  random: Random,
): DrawnBatch => {
  const { columns, neighbours, partner } = data;
  const b = chosen.length;
  const twice = recipe.contrast > 0 && sight === 'train';
  const nodes = twice ? 2 * b : b;
  const graph = recipe.graph ? neighbours : null;
  const rows = new Int32Array(nodes + (graph === null ? 0 : nodes * MOST_NEIGHBOURS));
  const to = new Int32Array(rows.length - nodes);
  rows.set(chosen);
  if (twice)
    for (let r = 0; r < b; r++) rows[b + r] = partner?.[chosen[r] as number] ?? (chosen[r] as number);
  const heard = new Int32Array(nodes);
  let count = nodes;
  if (graph !== null)
    for (let r = 0; r < nodes; r++) {
      const from = graph.start[rows[r] as number] as number;
      const size = (graph.start[(rows[r] as number) + 1] as number) - from;
      // Half of the messages are lost in training, so that z is good for those who live alone too.
      const lost = sight === 'train' && size > 0 && random.uniform() < 0.5;
      const speaking = lost ? 0 : Math.min(size, MOST_NEIGHBOURS);
      // With more than can speak, a run of them from a random one on.
      const first = size > speaking ? random.integer(size) : 0;
      for (let k = 0; k < speaking; k++) {
        to[count - nodes] = r;
        rows[count++] = graph.index[from + ((first + k) % size)] as number;
      }
      heard[r] = speaking;
    }
  const keep = sight === 'whole' && graph === null ? null : new Uint8Array(count * columns).fill(1);
  if (keep !== null && sight !== 'whole')
    for (let r = 0; r < b; r++) {
      const ownPartner = twice && rows[b + r] !== rows[r];
      if (sight !== 'train') hideColumns(keep, columns, r, 1 - sight.hidden, random);
      else if (twice && !ownPartner) {
        hideColumns(keep, columns, r, 0.5, random);
        for (let c = 0; c < columns; c++)
          keep[(b + r) * columns + c] = keep[r * columns + c] === 1 && random.uniform() < 0.5 ? 0 : 1;
      } else if (random.uniform() < 0.5) hideColumns(keep, columns, r, random.uniform(), random);
    }
  if (keep !== null && graph !== null)
    for (let r = nodes; r < count; r++) keep.set(graph.shared, r * columns);
  const noise = new Float32Array(nodes * shape.size);
  if (recipe.variational > 0 && sight === 'train')
    for (let k = 0; k < noise.length; k++) noise[k] = random.normal();
  const messageNoise = graph === null ? null : new Float32Array(nodes * shape.width);
  if (messageNoise !== null && graph !== null)
    for (let r = 0; r < nodes; r++)
      if ((heard[r] as number) > 0)
        for (let k = 0; k < shape.width; k++)
          messageNoise[r * shape.width + k] = graph.noise * random.normal();
  return {
    input: { x: data.x, count, rows: rows.subarray(0, count), keep, columnOf: data.columnOf, columns },
    nodes,
    rows: b,
    to: to.subarray(0, count - nodes),
    heard,
    messageNoise,
    noise,
  };
};
