import type { DecisionRecord, Outcome } from '@causeway/contract';

/** All that a shop's server needs of the edge. Each call may fail; none of them may stop a sale. */
export type EdgeLink = {
  /** a signed, short-lived proof that the shop knows this person */
  subjectToken(subject: string): Promise<string>;
  /** the sealed record of a decision; throws `bad-token` for anything that the edge did not seal */
  openReceipt(receipt: string): Promise<DecisionRecord>;
  /** reports money; safe to call again with the same id */
  outcome(outcome: Outcome): Promise<void>;
};
