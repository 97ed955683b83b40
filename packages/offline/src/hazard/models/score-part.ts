import type { Ensemble } from '../../boost/index.ts';
import type { NetLayer } from '../../net/index.ts';
import type { RampModel } from './ramp-model.ts';

/** A part of a hazard's score that the kernel can run: log-odds from an encoded row. */
export type ScorePart =
  | { readonly kind: 'ramps'; readonly model: RampModel }
  | { readonly kind: 'net'; readonly layers: readonly NetLayer[] }
  | { readonly kind: 'trees'; readonly ensemble: Ensemble };

/** A fitted form: its score (n) of rows, and the parts whose mean that score is. */
export type FittedForm = {
  readonly parts: readonly ScorePart[];
  score(x: Float32Array, n: number): Float64Array;
};
