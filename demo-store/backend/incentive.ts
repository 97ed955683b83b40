import { asFault, type DecisionRecord, Fault } from '@causeway/contract';
import type { HeldIncentive } from './visitor.ts';

/** A receipt is good for one shopping trip. */
const RECEIPT_LIFE_MS = 2 * 3600_000;

export type Redeemable = {
  readonly subject: string;
  readonly used: ReadonlySet<string>;
  readonly now: number;
};

/**
 * What a decision entitles its person to. Throws `bad-token` unless the record is an incentive that the edge granted, to
 * this very person, lately, and that no order has used.
 */
export const heldIncentive = (record: DecisionRecord, { subject, used, now }: Redeemable): HeldIncentive => {
  const refuse = (why: string): never => {
    throw new Fault('bad-token', 'incentive.receipt', why);
  };
  if (record.faceCents <= 0 || record.lease === null) return refuse(`${record.action} is not an incentive`);
  if (!record.granted) return refuse('the edge drew this incentive and did not grant it');
  if (record.subject !== subject) return refuse('it was granted to someone else');
  if (used.has(record.id)) return refuse('an order has used it already');
  if (now - record.at > RECEIPT_LIFE_MS) return refuse('it has expired');
  return { decision: record.id, action: record.action, cents: record.faceCents };
};

/** Opens a receipt and reads the incentive off it; any failure is a Fault. Money fails closed. */
export const redeem = async (
  open: (receipt: string) => Promise<DecisionRecord>,
  receipt: string,
  terms: Redeemable,
): Promise<HeldIncentive> => {
  try {
    return heldIncentive(await open(receipt), terms);
  } catch (error) {
    throw asFault(error, 'incentive.receipt');
  }
};
