/** Adam (Kingma and Ba 2015): steps along the mean gradient over the root of its mean square, both corrected for their start. */
export const makeAdam = (size: number, rate: number) => {
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  let [fadedMean, fadedSquare] = [1, 1];
  return {
    /** Moves `params` against `gradient`, in place. */
    step(params: Float64Array, gradient: Float64Array): void {
      fadedMean *= 0.9;
      fadedSquare *= 0.999;
      for (let k = 0; k < size; k++) {
        const g = gradient[k] as number;
        mean[k] = 0.9 * (mean[k] as number) + 0.1 * g;
        square[k] = 0.999 * (square[k] as number) + 0.001 * g * g;
        const m = (mean[k] as number) / (1 - fadedMean);
        const s = (square[k] as number) / (1 - fadedSquare);
        params[k] = (params[k] as number) - (rate * m) / (Math.sqrt(s) + 1e-8);
      }
    },
  };
};
