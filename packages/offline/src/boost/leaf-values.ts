import type { Ground, GrownNode } from './grow-tree.ts';
import type { HyperParameters } from './hyper-parameters.ts';
import type { Labels, Loss, RowPlaces } from './loss.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/** The share of the leaf's residuals that the loss asks for: its value before the learning rate. */
const quantileStep = (ground: Ground, at: RowPlaces, labels: Labels, leaf: GrownNode, q: number): number => {
  const { arena, rows } = ground;
  const own = arena.u32(rows + 4 * leaf.start, leaf.count);
  const score = arena.f64(at.score, at.n);
  const residual = Float64Array.from(own, (r) => (labels.y[r] as number) - (score[r] as number));
  return weightedQuantile(
    residual,
    Float64Array.from(own, (r) => labels.weight[r] as number),
    q,
  );
};

/** By node: -G/(H + l2), held to maxStep, times the learning rate, in f32; 0 for inner nodes. */
export const leafValues = (
  ground: Ground,
  nodes: readonly GrownNode[],
  params: HyperParameters,
  fit: { readonly loss: Loss; readonly at: RowPlaces; readonly labels: Labels },
): Float32Array =>
  Float32Array.from(nodes, (node) => {
    if (node.left > 0) return 0;
    const q = fit.loss.leafQuantile;
    let step = node.h + params.l2 > 0 ? -node.g / (node.h + params.l2) : 0;
    if (q !== undefined) step = quantileStep(ground, fit.at, fit.labels, node, q);
    if (params.maxStep > 0) step = Math.max(-params.maxStep, Math.min(params.maxStep, step));
    return params.learningRate * step;
  });
