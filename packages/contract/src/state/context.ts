import type { Checked } from '../schema.ts';
import { boolean, integer, object } from '../schema.ts';

/** g_t: what the page knows of the visit besides friction (B30). Money in cents, time in ms. */
export const checkContext = object({
  cartItems: integer(0, 10000),
  cartCents: integer(0, 100_000_000),
  discount: boolean,
  mobile: boolean,
  returning: boolean,
  elapsedMs: integer(0, 86_400_000),
});
export type Context = Checked<typeof checkContext>;

export const EMPTY_CONTEXT: Context = {
  cartItems: 0,
  cartCents: 0,
  discount: false,
  mobile: false,
  returning: false,
  elapsedMs: 0,
};
