import { Fault } from '@causeway/contract';
import { type Arena, type BoostKernel, withBoostKernel } from '../kernel/index.ts';
import { makeRandom } from '../maths/index.ts';
import { binCuts } from './bin-cuts.ts';
import { type BinMatrix, binMatrix } from './bin-matrix.ts';
import type { BoostData, BoostInput } from './boost-data.ts';
import { earlyStop } from './early-stop.ts';
import type { Ensemble, Tree } from './ensemble.ts';
import { type Ground, type GrownNode, growTree } from './grow-tree.ts';
import { histogramPool } from './histogram-pool.ts';
import type { HyperParameters } from './hyper-parameters.ts';
import { leafValues } from './leaf-values.ts';
import type { Labels, Loss, RowPlaces } from './loss.ts';
import { rowSample } from './row-sample.ts';
import { leafTree, toTree } from './to-tree.ts';

export type BoostFit = {
  readonly ensemble: Ensemble;
  /** Mean loss on the validation rows after 0, 1, 2, .. trees; empty without validation. */
  readonly deviances: readonly number[];
};

export const labelsOf = ({ y, n, weight }: BoostData): Labels => ({
  y,
  n,
  weight: weight ?? new Float32Array(n).fill(1),
});

const placeRows = (arena: Arena, labels: Labels, base: number): RowPlaces => {
  const { n, y, weight } = labels;
  const at = {
    n,
    score: arena.take(8 * n),
    y: arena.take(8 * n),
    weight: arena.take(4 * n),
    pairs: arena.take(8 * n),
  };
  arena.f64(at.score, n).fill(base);
  arena.f64(at.y, n).set(y);
  arena.f32(at.weight, n).set(weight);
  return at;
};

/** The columns of one tree, copied side by side, so that its histograms sweep nothing else. */
const columnDraw = (kernel: BoostKernel, arena: Arena, matrix: BinMatrix, share: number) => {
  const { n, d } = matrix;
  const m = Math.max(1, Math.round(share * d));
  const bins = arena.take(n * m);
  const counts = arena.take(4 * m);
  const columns = arena.take(4 * m);
  return (permutation: Int32Array): Pick<Ground, 'chosen' | 'columns'> => {
    const own = Uint32Array.from(permutation.subarray(0, m)).sort();
    arena.u32(columns, m).set(own);
    const all = arena.u32(matrix.counts, d);
    arena.u32(counts, m).set(own.map((f) => all[f] as number));
    kernel.pick(matrix.bins, n, d, columns, m, bins);
    return { chosen: { bins, counts, d: m }, columns: own };
  };
};

/** Rows that were not trained on get the tree's values by walking it on their codes. */
const scoreOthers = (
  ground: Ground,
  nodes: readonly GrownNode[],
  values: Float32Array,
  at: RowPlaces,
): void => {
  const { kernel, arena, matrix, rows, count, spare } = ground;
  const table = spare;
  const nodeBytes = 16 * nodes.length;
  const list = arena.i32(table, 4 * nodes.length);
  nodes.forEach(({ left, split }, k) => {
    if (left === 0 || split === undefined) list.set([-1, 0, 0, 0], 4 * k);
    else list.set([split.feature, split.bin, split.missingLeft ? 1 : 0, left], 4 * k);
  });
  arena.f32(table + nodeBytes, nodes.length).set(values);
  kernel.descend(matrix.bins, matrix.d, rows + 4 * count, at.n - count, table, table + nodeBytes, at.score);
};

/**
 * Gradient boosting on histograms: F_0 = base; tree t is grown on the gradients g, h of the loss at F_{t-1}, its leaves hold
 * -learningRate G/(H + l2), and F_t = F_{t-1} + tree. The input must have passed checkData.
 * Throws `bad-input` for an infinite value in x, or gradients of a caller's loss that are not finite or hessians below 0.
 */
export const boost = (input: BoostInput, params: HyperParameters, loss: Loss): BoostFit =>
  withBoostKernel((kernel, arena) => {
    const { x, n, d, seed, validation } = input;
    const labels = labelsOf(input);
    const base = loss.base(labels);
    const matrix = binMatrix(kernel, arena, input, binCuts({ x, n, d, bins: params.bins, seed }));
    const at = placeRows(arena, labels, base);
    const random = makeRandom(seed ^ 0x5bd1e995);
    const count = Math.max(1, Math.round(params.rowShare * n));
    const draw = params.columnShare < 1 ? columnDraw(kernel, arena, matrix, params.columnShare) : undefined;
    const width = draw === undefined ? d : Math.max(1, Math.round(params.columnShare * d));
    const shared = {
      kernel,
      arena,
      matrix,
      pairs: at.pairs,
      rows: arena.take(4 * n),
      count,
      // Also the table of a tree that is walked: 20 bytes a node.
      spare: arena.take(Math.max(4 * n, 40 * params.maxLeaves)),
      out: arena.take(64),
      pool: histogramPool(kernel, arena, width),
    };
    const stop =
      validation === undefined
        ? undefined
        : earlyStop(loss, { x: validation.x, d, labels: labelsOf(validation) }, base, params.patience);
    const trees: Tree[] = [];
    for (let t = 0; t < params.trees; t++) {
      loss.pairs(kernel, arena, at, labels);
      const wrong = kernel.snap(at.pairs, n);
      if (wrong !== 0)
        throw new Fault(
          'bad-input',
          `boosted trees, tree ${t}`,
          wrong === 1 ? 'a gradient or hessian is not finite in f32' : 'a hessian is below 0',
        );
      const list = arena.u32(shared.rows, n);
      if (count < n) rowSample(random, list, count);
      else for (let i = 0; i < n; i++) list[i] = i;
      const chosen = draw?.(random.permutation(d)) ?? { chosen: matrix, columns: undefined };
      const ground: Ground = { ...shared, ...chosen };
      const nodes = growTree(ground, params);
      const values = leafValues(ground, nodes, params, { loss, at, labels });
      nodes.forEach(({ left, start, count: size }, k) => {
        if (left === 0) kernel.addLeaf(shared.rows + 4 * start, size, at.score, values[k] as number);
      });
      if (count < n) scoreOthers(ground, nodes, values, at);
      const tree = toTree(nodes, values, matrix.cuts);
      trees.push(tree);
      if (stop?.after(tree) === false) break;
    }
    const kept = stop === undefined ? trees : trees.slice(0, stop.best);
    const ensemble: Ensemble = {
      trees: kept.length > 0 ? kept : [leafTree(0)],
      base,
      link: loss.link,
      features: d,
    };
    return { ensemble, deviances: stop?.deviances ?? [] };
  });
