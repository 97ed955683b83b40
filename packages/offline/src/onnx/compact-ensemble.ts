import type { Ensemble } from '../boost/index.ts';

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest float whose lower half is 0: eight bits of precision. */
const upperHalf = (x: number): number => {
  float[0] = x;
  bits[0] = ((bits[0] as number) + 0x7fff + (((bits[0] as number) >>> 16) & 1)) & 0xffff0000;
  return float[0] as number;
};

/**
 * An ensemble made for a page: thresholds in the upper half of a float (eight bits of precision), leaves as whole multiples of at most 127 of one
 * power of two, and what is missing always to the left. Its blob takes a third of the bytes and runs as the kernel's `forest`; its .onnx is the
 * same model. A leaf moves by at most half a unit, under 1/127 of the largest leaf: measure the compact model, not the one it came
 * from. Not for columns with missing values, nor for thresholds that differ by less than 1/256 of themselves.
 */
export const compactEnsemble = (ensemble: Ensemble): Ensemble => {
  let most = 0;
  for (const { value } of ensemble.trees) for (const x of value) most = Math.max(most, Math.abs(x));
  let unit = 1;
  while (127 * unit < most) unit *= 2;
  while (most > 0 && 127 * (unit / 2) >= most) unit /= 2;
  return {
    ...ensemble,
    trees: ensemble.trees.map((tree) => ({
      ...tree,
      threshold: tree.threshold.map((x, i) => ((tree.feature[i] as number) < 0 ? 0 : upperHalf(x))),
      missingLeft: tree.missingLeft.map((_, i) => ((tree.feature[i] as number) < 0 ? 0 : 1)),
      value: tree.value.map((x) => Math.round(x / unit) * unit),
    })),
  };
};
