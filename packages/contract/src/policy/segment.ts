import type { Stage } from '../event/stage.ts';
import { STAGES } from '../event/stage.ts';
import type { Checked } from '../schema.ts';
import { array, boolean, integer, object, oneOf, optional, text } from '../schema.ts';
import type { Context } from '../state/context.ts';

/** A group of people that the shop's server names in the subject token ("loyal", "new"): it outlives releases. */
export const stratumText = text(40, /^[a-z0-9-]+$/);

/** Who and where: every part that is given must hold. An empty segment is everyone. */
export const checkSegment = object({
  known: optional(boolean),
  mobile: optional(boolean),
  returning: optional(boolean),
  stages: optional(array(oneOf(STAGES), STAGES.length, 1)),
  strata: optional(array(stratumText, 16, 1)),
  /** from <= basket < to, in cents */
  cartCents: optional(object({ from: integer(0, 100_000_000), to: integer(0, 100_000_001) })),
});
export type Segment = Checked<typeof checkSegment>;

export type SegmentFacts = {
  readonly known: boolean;
  readonly stratum?: string | undefined;
  readonly stage: Stage;
  readonly context: Pick<Context, 'mobile' | 'returning' | 'cartCents'>;
};

export const inSegment = (segment: Segment, { known, stratum, stage, context }: SegmentFacts): boolean => {
  const { cartCents } = context;
  if (segment.known !== undefined && segment.known !== known) return false;
  if (segment.mobile !== undefined && segment.mobile !== context.mobile) return false;
  if (segment.returning !== undefined && segment.returning !== context.returning) return false;
  if (segment.stages !== undefined && !segment.stages.includes(stage)) return false;
  if (segment.strata !== undefined && (stratum === undefined || !segment.strata.includes(stratum)))
    return false;
  const cart = segment.cartCents;
  return cart === undefined || (cartCents >= cart.from && cartCents < cart.to);
};
