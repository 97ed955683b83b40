import { webcrypto } from 'node:crypto';
import {
  checkDecisionRecord,
  Fault,
  fromBase64url,
  hmacKey,
  open,
  type SubtleLike,
} from '@causeway/contract';
import type { DevKeys, EdgeClient } from '@causeway/worker-edge/harness';
import type { EdgeLink } from '../backend/edge-link.ts';

export type LinkOptions = {
  readonly client: EdgeClient;
  /** the secrets that seal receipts; the shop's server holds them too, so that it can check one by itself */
  readonly receiptKeys: DevKeys['receipt'];
  readonly origin: string;
  readonly now: () => number;
};

/** The shop's side of the edge: subject tokens, receipts and outcomes, with the shop's own keys. */
export const linkEdge = async ({ client, receiptKeys, origin, now }: LinkOptions): Promise<EdgeLink> => {
  const subtle = webcrypto.subtle as unknown as SubtleLike;
  const verifiers = await Promise.all(
    receiptKeys.map(({ kid, secret }) => {
      const bytes = fromBase64url(secret);
      if (bytes === null) throw new Fault('missing-key', kid, 'its secret is not base64url');
      return hmacKey(subtle, kid, bytes);
    }),
  );
  return {
    subjectToken: (subject) => client.subjectToken(subject, origin, now()),
    async openReceipt(receipt) {
      const body = await open(receipt, { purpose: 'receipt', audience: origin, now: now() }, verifiers);
      return checkDecisionRecord(body, 'receipt');
    },
    outcome: async (outcome) => {
      await client.outcome(outcome);
    },
  };
};
