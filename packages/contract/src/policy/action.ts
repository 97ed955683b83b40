import type { Checked } from '../schema.ts';
import { array, boolean, integer, number, object, oneOf, text } from '../schema.ts';

/**
 * What may be done for a shopper. `help` is free of incentives and fails open; an `incentive` is money: it needs a proven
 * person and a budget, and fails closed. Its face is a fixed sum or a share of the basket up to a bound.
 */
export const actionId = text(40, /^[a-z0-9-]+$/);

export const checkAction = object({
  id: actionId,
  kind: oneOf(['none', 'help', 'incentive']),
  channel: text(40, /^[a-z0-9-]+$/),
  /** what it costs to show it once, in cents (an agent's minute, say) */
  handlingCents: integer(0, 100_000),
  face: object({ fixedCents: integer(0, 1_000_000), share: number(0, 1), maxCents: integer(0, 1_000_000) }),
  /** an incentive may go to someone whom the shop's server has vouched for, and to no one else */
  needsProof: boolean,
  /** at most so many per session */
  perSession: integer(0, 100),
});
export type Action = Checked<typeof checkAction>;
export const checkActionTable = array(checkAction, 32, 1);

const noFace = { fixedCents: 0, share: 0, maxCents: 0 };
const help = (id: string, handlingCents = 0): Action => ({
  id,
  kind: 'help',
  channel: 'onsite',
  handlingCents,
  face: noFace,
  needsProof: false,
  perSession: 1,
});

export const NONE = 'none';

/** The table that a shop starts from: nothing, four kinds of help, two incentives. `none` is always first. */
export const DEFAULT_ACTIONS: readonly Action[] = [
  { ...help(NONE), kind: 'none', perSession: 100 },
  help('form-help'),
  help('payment-options'),
  help('reassurance'),
  help('chat-offer', 40),
  {
    ...help('free-shipping'),
    kind: 'incentive',
    face: { fixedCents: 490, share: 0, maxCents: 490 },
    needsProof: true,
  },
  {
    ...help('discount-10'),
    kind: 'incentive',
    face: { fixedCents: 0, share: 0.1, maxCents: 2000 },
    needsProof: true,
  },
];

/** The face of an incentive on a basket, in whole cents: what one redemption costs. */
export const faceCents = (action: Pick<Action, 'face'>, cartCents: number): number => {
  const { fixedCents, share, maxCents } = action.face;
  return Math.min(fixedCents + Math.floor(share * cartCents), maxCents);
};
