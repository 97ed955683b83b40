import type { NetKernel } from '../kernel/index.ts';
import type { NetParameters } from './net-options.ts';
import type { Network } from './network.ts';

/** Σ w ℓ of the batch at the last layer, and its gradient times `unit` into the last layer's dy. y, w: places of f32 by row. */
export const batchLoss = (
  kernel: NetKernel,
  net: Network,
  { loss, classes }: NetParameters,
  batch: { readonly rows: number; readonly y: number; readonly w: number; readonly unit: number },
): number => {
  const { y: z, ld, dy } = net.out;
  const { rows, y, w, unit } = batch;
  switch (loss) {
    case 'logistic':
      return kernel.logisticLoss(z, rows, ld, y, w, unit, dy);
    case 'squared':
      return kernel.squaredLoss(z, rows, ld, y, w, unit, dy);
    case 'softmax':
      return kernel.softmaxLoss(z, rows, classes, ld, y, w, unit, dy);
  }
};
