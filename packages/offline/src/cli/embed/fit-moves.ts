import { Fault } from '@causeway/contract';
import {
  DRIFT_BOUND,
  type DynamicsFit,
  type EncoderLayers,
  FEWEST_MOVES,
  fitDynamics,
  runEncoder,
  type SparseRows,
} from '../../embed/index.ts';
import { aboveSparse, sparseBuilder } from '../../embed/rows/sparse-rows.ts';
import type { PeopleStudy } from './study-people.ts';

const MOST_MOVES = 40_000;

/**
 * Dynamics of z from sessions in time (B45): z before a session, u = what the encoder says of that session alone, with a 1 beside it, z
 * after it. Null where too few people came again.
 */
export const fitMoves = (
  rows: SparseRows,
  { input, serve }: PeopleStudy,
  layers: EncoderLayers,
  { encoder }: { readonly encoder: string; readonly seed: number },
): DynamicsFit | null => {
  const { data, ids, person } = input;
  const d = layers.size;
  const last = new Map<number, number>();
  const moves: { from: number; to: number; person: number }[] = [];
  const at = Array.from({ length: rows.n }, (_, i) => i);
  // Rows of one person in the order of what came before them: the count of earlier rows is the first pooled input.
  const count = (i: number): number => {
    for (let e = data.x.start[i] as number; e < (data.x.start[i + 1] as number); e++)
      if (data.x.index[e] === rows.p) return data.x.value[e] as number;
    return 0;
  };
  const order = at.map((i) => ({ i, count: count(i) })).sort((a, b) => a.count - b.count || a.i - b.i);
  for (const { i } of order) {
    const who = person[i] as number;
    const before = last.get(who);
    if (before !== undefined && moves.length < MOST_MOVES) moves.push({ from: before, to: i, person: who });
    last.set(who, i);
  }
  if (moves.length < FEWEST_MOVES || new Set(moves.map((m) => m.person)).size < 20) return null;
  const z = runEncoder(layers, data.x).z;
  // A session alone, in the form of a history of one row.
  const alone = sparseBuilder(serve.p);
  for (const { from } of moves) {
    for (let e = rows.start[from] as number; e < (rows.start[from + 1] as number); e++)
      alone.put(rows.index[e] as number, rows.value[e] as number);
    alone.endRow();
  }
  const said = runEncoder(layers, aboveSparse(alone.finish(), sparseBuilder(0).finish(), serve.p)).z;
  const k = d + 1;
  const [before, u, after] = [
    new Float64Array(moves.length * d),
    new Float64Array(moves.length * k),
    new Float64Array(moves.length * d),
  ];
  moves.forEach(({ from, to }, m) => {
    before.set(z.subarray(from * d, (from + 1) * d), m * d);
    after.set(z.subarray(to * d, (to + 1) * d), m * d);
    u.set(said.subarray(m * d, (m + 1) * d), m * k);
    u[m * k + d] = 1;
  });
  try {
    return fitDynamics(
      { n: moves.length, d, k, before, u, after, person: moves.map((m) => ids[m.person] as string) },
      { encoder, ...DRIFT_BOUND },
    );
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
};
