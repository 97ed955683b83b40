import { worstCaseMean } from '../policy/index.ts';

export type Neighbourhood = {
  /** Least and greatest average effect over all populations within the KL divergence. */
  readonly bounds: readonly { readonly radius: number; readonly low: number; readonly high: number }[];
  /** The divergence from which on the effect's sign can turn; null when it does not within 2. */
  readonly tippingRadius: number | null;
};

const RADII = [0, 0.001, 0.01, 0.05, 0.1];
const FURTHEST = 2;

/**
 * The average effect over a neighbourhood of populations (A18): inf and sup of E_Q(s) over KL(Q, P̂) <= radius, where s is one number a
 * row whose mean is the effect. Rows of noisy scores make it wide: give effects by row where the question is of a shift in
 * who comes, and scores where it is of all that could differ.
 */
export const neighbourhoodEffect = (values: Float64Array): Neighbourhood => {
  const mirrored = values.map((v) => -v);
  const ends = (radius: number) => ({
    low: worstCaseMean(values, radius),
    high: -worstCaseMean(mirrored, radius),
  });
  const { low: mean } = ends(0);
  const turns = (radius: number): boolean => {
    const { low, high } = ends(radius);
    return mean > 0 ? low <= 0 : high >= 0;
  };
  let [holds, fails] = [0, FURTHEST];
  if (turns(FURTHEST))
    for (let k = 0; k < 40; k++) {
      const middle = (holds + fails) / 2;
      if (turns(middle)) fails = middle;
      else holds = middle;
    }
  return {
    bounds: RADII.map((radius) => ({ radius, ...ends(radius) })),
    tippingRadius: turns(FURTHEST) ? holds : null,
  };
};
