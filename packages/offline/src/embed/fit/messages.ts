import { makeRandom } from '../../maths/index.ts';
import { type EncoderLayers, firstLayer } from '../network/encoder-layers.ts';
import type { SparseRows } from '../rows/sparse-rows.ts';
import type { Neighbours } from './encoder-data.ts';

/** A 32-bit FNV-1a hash: the same person gets the same noise at every publishing, so that it cannot be averaged away. */
const hashOf = (id: string): number => {
  let h = 2166136261;
  for (let k = 0; k < id.length; k++) h = Math.imul(h ^ id.charCodeAt(k), 16777619);
  return h | 0;
};

/**
 * The message of each person (B20): the mean over neighbours of h of what they may pass on, with the person's own fixed noise. It is
 * all that a household tells: columns outside `shared` never enter it. Null for someone without neighbours.
 */
export const messageOf = (
  layers: EncoderLayers,
  x: SparseRows,
  { start, index, shared, noise }: Neighbours,
  columnOf: Int32Array,
  ids: readonly string[],
  seed: number,
): ((i: number) => Float64Array | null) => {
  const { width } = layers;
  const sees = (input: number): boolean => shared[columnOf[input] as number] === 1;
  const h = new Float64Array(width);
  return (i) => {
    const [from, to] = [start[i] as number, start[i + 1] as number];
    if (from === to) return null;
    const message = new Float64Array(width);
    for (let e = from; e < to; e++) {
      firstLayer(layers, x, index[e] as number, h, sees);
      for (let k = 0; k < width; k++) message[k] = (message[k] as number) + (h[k] as number) / (to - from);
    }
    const random = makeRandom(hashOf(ids[i] as string) ^ seed);
    for (let k = 0; k < width; k++) message[k] = (message[k] as number) + noise * random.normal();
    return message;
  };
};

/** Neighbour lists of n rows from pairs of rows, both ways, each once, none with itself. */
export const neighboursOf = (
  n: number,
  pairs: readonly (readonly [number, number])[],
  shared: Uint8Array,
  noise: number,
): Neighbours => {
  const lists = Array.from({ length: n }, () => new Set<number>());
  for (const [a, b] of pairs) {
    if (a === b) continue;
    lists[a]?.add(b);
    lists[b]?.add(a);
  }
  const start = new Int32Array(n + 1);
  lists.forEach((list, i) => {
    start[i + 1] = (start[i] as number) + list.size;
  });
  return {
    start,
    index: Int32Array.from(lists.flatMap((list) => [...list].sort((a, b) => a - b))),
    shared,
    noise,
  };
};
