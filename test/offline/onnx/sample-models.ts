import { HAZARD_ROW_SIZE, type HazardModel } from '@causeway/contract';
import type { Ensemble, Tree } from '../../../packages/offline/src/boost/index.ts';
import {
  compactEnsemble,
  type DenseLayer,
  denseOnnx,
  hazardOnnx,
  treesOnnx,
} from '../../../packages/offline/src/onnx/index.ts';
import { seeded } from '../../contract/kernel/random-model.ts';

type Draw = () => number;

/** A normal number, nearly: the sum of twelve uniforms less six. */
export const normal = (u: Draw): number => Array.from({ length: 12 }, u).reduce((sum, x) => sum + x, -6);
const normals = (u: Draw, n: number, size: number): number[] =>
  Array.from({ length: n }, () => normal(u) * size);

/** A full random tree of the given depth; thresholds are among 254 bin edges a feature, as a histogram booster's are. */
const tree = (u: Draw, features: number, depth: number, size: number): Tree => {
  const nodes = 2 ** (depth + 1) - 1;
  const inner = 2 ** depth - 1;
  const column = (f: (i: number) => number): number[] => Array.from({ length: nodes }, (_, i) => f(i));
  return {
    feature: Int32Array.from(column((i) => (i < inner ? Math.floor(u() * features) : -1))),
    threshold: Float32Array.from(column((i) => (i < inner ? Math.floor(u() * 254) / 42.5 - 3 : 0))),
    left: Int32Array.from(column((i) => (i < inner ? 2 * i + 1 : 0))),
    right: Int32Array.from(column((i) => (i < inner ? 2 * i + 2 : 0))),
    missingLeft: Uint8Array.from(column((i) => (i < inner && u() < 0.5 ? 1 : 0))),
    value: Float32Array.from(column((i) => (i < inner ? 0 : normal(u) * size))),
  };
};

export const randomTrees = (seed: number, count: number, depth: number, features = 72): Ensemble => {
  const u = seeded(seed);
  const trees = Array.from({ length: count }, () => tree(u, features, depth, 0.1));
  return { trees, base: -1.5, link: 'logistic', features };
};

const layer = (
  u: Draw,
  k: number,
  n: number,
  activation: DenseLayer['activation'],
  norm = false,
): DenseLayer => ({
  weights: normals(u, n * k, 1 / Math.sqrt(k)),
  bias: normals(u, n, 0.2),
  activation,
  ...(norm
    ? { norm: { scale: normals(u, n, 0.3).map((x) => x + 1), bias: normals(u, n, 0.2), epsilon: 1e-5 } }
    : {}),
});

const names = (n: number): string[] => Array.from({ length: n }, (_, k) => `f${k}`);

export const linearOnnx = (seed = 1, inputs = 72): Uint8Array =>
  denseOnnx({ inputs, names: names(inputs), layers: [layer(seeded(seed), inputs, 1, 'sigmoid')] });

export const mlpOnnx = (seed = 2, hidden: DenseLayer['activation'] = 'relu', norm = false): Uint8Array => {
  const u = seeded(seed);
  const layers = [layer(u, 72, 32, hidden, norm), layer(u, 32, 16, hidden, norm), layer(u, 16, 1, 'sigmoid')];
  return denseOnnx({ inputs: 72, names: names(72), layers });
};

export const hazardModel = (seed = 3): HazardModel => {
  const u = seeded(seed);
  const phi = HAZARD_ROW_SIZE - 10;
  return { alpha: normals(u, 8, 0.5), elapsed: normal(u), u: normals(u, 8, 0.4), v: normals(u, phi, 0.8) };
};

export type Sample = {
  readonly name: string;
  readonly onnx: Uint8Array;
  readonly row: (u: Draw) => Float32Array;
};

const row = (n: number) => (u: Draw) => Float32Array.from(normals(u, n, 1));
const holed = (n: number) => (u: Draw) => Float32Array.from(normals(u, n, 1), (x) => (u() < 0.15 ? NaN : x));
const hazardRowOf = (u: Draw) => {
  const out = row(HAZARD_ROW_SIZE)(u);
  out[0] = Math.floor(u() * 8);
  return out;
};
const softmax = (): Uint8Array => {
  const u = seeded(9);
  return denseOnnx({ inputs: 12, layers: [layer(u, 12, 8, 'tanh', true), layer(u, 8, 5, 'softmax')] });
};

/** Every kind of model that is exported. */
export const SAMPLES: readonly Sample[] = [
  { name: 'linear 72', onnx: linearOnnx(), row: row(72) },
  { name: 'hazard', onnx: hazardOnnx(hazardModel()), row: hazardRowOf },
  { name: 'mlp 72-32-16-1 relu', onnx: mlpOnnx(), row: row(72) },
  { name: 'mlp tanh with layer norm', onnx: mlpOnnx(4, 'tanh', true), row: row(72) },
  { name: 'mlp sigmoid', onnx: mlpOnnx(5, 'sigmoid'), row: row(72) },
  { name: 'softmax of five', onnx: softmax(), row: row(12) },
  {
    name: '100 trees of depth 4',
    onnx: treesOnnx(randomTrees(6, 100, 4), { names: names(72) }),
    row: holed(72),
  },
  { name: '100 trees of depth 6', onnx: treesOnnx(randomTrees(7, 100, 6)), row: holed(72) },
  {
    name: '100 compact trees of depth 6',
    onnx: treesOnnx(compactEnsemble(randomTrees(9, 100, 6))),
    row: holed(72),
  },
  {
    name: '7 compact trees of depth 3',
    onnx: treesOnnx(compactEnsemble(randomTrees(4, 7, 3))),
    row: holed(72),
  },
  { name: '20 trees of depth 9', onnx: treesOnnx(randomTrees(8, 20, 9)), row: holed(72) },
  { name: 'tree classifier', onnx: treesOnnx(randomTrees(6, 40, 5), { kind: 'classifier' }), row: holed(72) },
  { name: 'tree score', onnx: treesOnnx({ ...randomTrees(6, 30, 3), link: 'identity' }), row: holed(72) },
];
