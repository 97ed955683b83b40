/** The journey. A shop may map its own pages onto these; the order is the order in every one-hot vector. */
export const STAGES = [
  'landing',
  'browse',
  'product',
  'cart',
  'shipping',
  'payment',
  'review',
  'done',
] as const;
export type Stage = (typeof STAGES)[number];

/** Stages in which a basket exists and can be abandoned. */
export const CHECKOUT_STAGES: readonly Stage[] = ['cart', 'shipping', 'payment', 'review'];

export const stageIndex = (stage: Stage): number => STAGES.indexOf(stage);
