import type { ContrastOptions } from '../network/contrastive-loss.ts';
import type { SparseRows } from '../rows/sparse-rows.ts';

/** Who lives with whom, or shares a device: the neighbours of row i are index[start[i]..start[i + 1]], as rows of x. */
export type Neighbours = {
  readonly start: Int32Array;
  readonly index: Int32Array;
  /** 1 for each column that a neighbour may pass on; the others are hidden before a message is made */
  readonly shared: Uint8Array;
  /** deviation of the noise on every message, in deviations of h */
  readonly noise: number;
};

/** What an encoder is trained on. One row is one person, or one person at one of their sessions. */
export type EncoderData = {
  readonly x: SparseRows;
  /** the column of each input, so that a whole column can be hidden */
  readonly columnOf: Int32Array;
  readonly columns: number;
  /** n x heads, NaN where not known (B15, or B17 where rows are sessions) */
  readonly y: Float32Array;
  readonly heads: number;
  /** u_ij of each row (n x size), for heads that read (z, u) (B17) */
  readonly context: { readonly u: Float32Array; readonly size: number } | null;
  /** another row of the same person from a disjoint window, or the row itself */
  readonly partner: Int32Array | null;
  /** n x heads of what must not be told from z; NaN where not known */
  readonly sensitive: { readonly y: Float32Array; readonly heads: number } | null;
  readonly neighbours: Neighbours | null;
};

/** What an encoder is trained for: weights of the losses that are added up. */
export type EncoderRecipe = {
  /** cross-entropy of the labels from z (B16), or from (z, u) where there are descriptors (B17) */
  readonly label: number;
  /** giving back the whole profile from a part of it */
  readonly reconstruct: number;
  /** two views of one person against other people (B18) */
  readonly contrast: number;
  /** KL to the prior, with z drawn (B19); 0: z is its mean */
  readonly variational: number;
  /** how strongly what is sensitive is driven out of z while training */
  readonly adversary: number;
  /** message passing over the neighbours (B20) */
  readonly graph: boolean;
  readonly contrastOptions: ContrastOptions;
};

const PLAIN: EncoderRecipe = {
  label: 0,
  reconstruct: 0,
  contrast: 0,
  variational: 0,
  adversary: 0,
  graph: false,
  contrastOptions: { temperature: 0.2, margin: 0.1 },
};

/** The recipes that `--objective` names; a combination is one of them with other weights. */
export const ENCODER_RECIPES = {
  supervised: { ...PLAIN, label: 1, reconstruct: 0.1 },
  contrastive: { ...PLAIN, contrast: 1, reconstruct: 0.1 },
  variational: { ...PLAIN, variational: 0.02, reconstruct: 1 },
  combined: { ...PLAIN, label: 1, reconstruct: 0.3, contrast: 0.2, variational: 0.005 },
} as const satisfies Record<string, EncoderRecipe>;
export type EncoderRecipeName = keyof typeof ENCODER_RECIPES;

export type EncoderShape = {
  /** width of the first layer, a multiple of 4; 32 */
  readonly width: number;
  /** width of the second, tanh; 24 */
  readonly hidden: number;
  /** d, the length of z */
  readonly size: number;
};
export const DEFAULT_SHAPE = { width: 32, hidden: 24 };
