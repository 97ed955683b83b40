import {
  compactEnsemble,
  type DenseLayer,
  denseOnnx,
  lowerOnnx,
  treesOnnx,
} from '../../packages/offline/src/onnx/index.ts';

/** A seeded uniform in [0, 1) (mulberry32). */
const seeded = (seed: number) => {
  let s = seed >>> 0;
  return (): number => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const normal = (u: () => number): number => Array.from({ length: 12 }, u).reduce((sum, x) => sum + x, -6);

const layer = (u: () => number, k: number, n: number, activation: DenseLayer['activation']): DenseLayer => ({
  weights: Array.from({ length: n * k }, () => normal(u) / Math.sqrt(k)),
  bias: Array.from({ length: n }, () => normal(u) / 5),
  activation,
});

const FEATURES = 72;

/**
 * Full random trees; thresholds among 254 edges a feature, as a histogram booster's are. Compact: as they are published, with thresholds
 * and leaves rounded before export, so that both engines run the same model; else any floats.
 */
const trees = (count: number, depth: number, compact: boolean): Uint8Array => {
  const u = seeded(depth);
  const nodes = 2 ** (depth + 1) - 1;
  const inner = 2 ** depth - 1;
  const edges = Array.from({ length: FEATURES }, () => Float32Array.from({ length: 254 }, () => normal(u)));
  const one = () => {
    const feature = Int32Array.from({ length: nodes }, (_, i) =>
      i < inner ? Math.floor(u() * FEATURES) : -1,
    );
    return {
      feature,
      threshold: Float32Array.from(feature, (f) => (f < 0 ? 0 : (edges[f]?.[Math.floor(u() * 254)] ?? 0))),
      left: Int32Array.from(feature, (f, i) => (f < 0 ? 0 : 2 * i + 1)),
      right: Int32Array.from(feature, (f, i) => (f < 0 ? 0 : 2 * i + 2)),
      missingLeft: Uint8Array.from(feature, (f) => (f >= 0 && u() < 0.5 ? 1 : 0)),
      value: Float32Array.from(feature, (f) => (f < 0 ? normal(u) / 10 : 0)),
    };
  };
  const ensemble = {
    trees: Array.from({ length: count }, one),
    base: -1,
    link: 'logistic' as const,
    features: FEATURES,
  };
  return treesOnnx(compact ? compactEnsemble(ensemble) : ensemble);
};

export type BenchModel = { readonly name: string; readonly onnx: Uint8Array; readonly blob: Uint8Array };

/** The models of the claim, each as .onnx and as the blob lowered from it. */
export const benchModels = (): BenchModel[] => {
  const u = seeded(1);
  const mlp = [layer(u, FEATURES, 32, 'relu'), layer(u, 32, 16, 'relu'), layer(u, 16, 1, 'sigmoid')];
  const models: readonly (readonly [string, Uint8Array])[] = [
    ['linear 72', denseOnnx({ inputs: FEATURES, layers: [layer(u, FEATURES, 1, 'sigmoid')] })],
    ['MLP 72-32-16-1', denseOnnx({ inputs: FEATURES, layers: mlp })],
    ['100 trees of depth 4', trees(100, 4, true)],
    ['100 trees of depth 6', trees(100, 6, true)],
    ['100 trees of depth 6, whole floats', trees(100, 6, false)],
  ];
  return models.map(([name, onnx]) => ({ name, onnx, blob: lowerOnnx(onnx) }));
};
