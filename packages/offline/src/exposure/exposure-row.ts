import type { DecisionRecord } from '@causeway/contract';

/** One first decision of a session joined to what followed it in the window (A2), before it becomes numbers. */
export type ExposureRow = {
  readonly record: DecisionRecord;
  /** sums over the session's orders and returns in the window */
  readonly revenueCents: number;
  readonly marginCents: number;
  readonly redeemedCents: number;
  readonly converted: boolean;
  /** the earliest outcome of the session, whether in the window or not */
  readonly firstOutcomeAt: number | null;
};

/** How outcomes are joined to decisions. */
export type ExposeOptions = {
  /** Δ of (A2): outcomes in (t, t + windowMs] count */
  readonly windowMs: number;
  /** what showing each action costs, by id; an id that is missing costs nothing */
  readonly handlingCents: Readonly<Record<string, number>>;
};

export const DAY_MS = 86_400_000;

/** Net margin of the session: margin - redeemed - handling of what was drawn and granted. */
export const rewardOf = (
  row: ExposureRow,
  { handlingCents }: Pick<ExposeOptions, 'handlingCents'>,
): number => {
  const handling = row.record.granted ? (handlingCents[row.record.action] ?? 0) : 0;
  return row.marginCents - row.redeemedCents - handling;
};
