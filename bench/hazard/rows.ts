/** Rows of 72 uniforms in [-2, 2), the same in every page: many, in no order, so that a branch predictor cannot learn them by heart. */
export const rows = (count: number): Float32Array[] => {
  let state = 1;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 1073741824 - 2;
  };
  return Array.from({ length: count }, () => Float32Array.from({ length: 72 }, draw));
};
