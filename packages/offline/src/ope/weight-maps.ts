/** How an estimator tempers a weight. `name` is part of the column's name; `from` is the weight above which it changes anything. */
export type WeightMap = { readonly name: string; readonly from: number; readonly map: (w: number) => number };

/** min(w, λ). */
export const clip = (lambda: number): WeightMap => ({
  name: `clip-${lambda}`,
  from: lambda,
  map: (w) => Math.min(w, lambda),
});

/** w where w <= λ, else 0: the outcome model takes over (Wang et al. 2017). */
export const switchOff = (lambda: number): WeightMap => ({
  name: `switch-${lambda}`,
  from: lambda,
  map: (w) => (w <= lambda ? w : 0),
});

/** λ w / (w² + λ), optimistic shrinkage (Su et al. 2020); w itself at λ = infinity. */
export const shrink = (lambda: number): WeightMap => ({
  name: `shrink-${lambda}`,
  from: lambda === Infinity ? Infinity : 0,
  map: lambda === Infinity ? (w) => w : (w) => (lambda * w) / (w * w + lambda),
});

/** w / (1 - λ + λ w), the power mean of order -1 (Metelli et al. 2021). */
export const powerMean = (lambda: number): WeightMap => ({
  name: `power-${lambda}`,
  from: lambda === 0 ? Infinity : 0,
  map: (w) => w / (1 - lambda + lambda * w),
});
