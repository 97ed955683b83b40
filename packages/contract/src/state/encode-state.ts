import type { Stage } from '../event/stage.ts';
import { STAGES } from '../event/stage.ts';
import { PHI_NAMES } from '../friction/phi-names.ts';
import { elapsedSteps } from '../hazard/hazard-model.ts';
import { saturate } from '../maths/vector.ts';
import { EMBEDDING_SIZE } from '../profile/embedding.ts';
import type { Context } from './context.ts';

/** s = (z, g, φ, F̄) with the hazard beside it (B21, B30, B31), before encoding. */
export type State = {
  readonly stage: Stage;
  readonly step: number;
  readonly z: readonly number[];
  readonly spread: number;
  readonly context: Context;
  readonly phi: readonly number[];
  readonly index: number;
  readonly smoothed: number;
  readonly hazard: number;
};

/** The order of the encoded state. Models are bound to it through the release's `stateNames` digest. */
export const STATE_NAMES: readonly string[] = [
  'one',
  ...Array.from({ length: EMBEDDING_SIZE }, (_, k) => `z.${k}`),
  'z.spread',
  'cart.items',
  'cart.value',
  'discount',
  'mobile',
  'returning',
  'elapsed.minutes',
  'elapsed.steps',
  ...STAGES.map((stage) => `stage.${stage}`),
  ...PHI_NAMES.map((name) => `phi.${name}`),
  'friction.index',
  'friction.smoothed',
  'hazard',
];
export const STATE_SIZE = STATE_NAMES.length;

/** The state as numbers, most of them in [0, 1], in the order of STATE_NAMES. */
export const encodeState = (s: State): number[] => [
  1,
  ...s.z,
  s.spread,
  saturate(s.context.cartItems, 3),
  saturate(s.context.cartCents, 8000),
  s.context.discount ? 1 : 0,
  s.context.mobile ? 1 : 0,
  s.context.returning ? 1 : 0,
  saturate(s.context.elapsedMs, 300_000),
  elapsedSteps(s.step),
  ...STAGES.map((stage) => (stage === s.stage ? 1 : 0)),
  ...s.phi,
  s.index,
  s.smoothed,
  s.hazard,
];
