import { sessionText } from '../decision/decision-input.ts';
import { epochMs } from '../event/fact.ts';
import { actionId } from '../policy/action.ts';
import { checkHistory } from '../policy/contact-rules.ts';
import { checkProfile } from '../profile/profile.ts';
import type { Checked } from '../schema.ts';
import { integer, object, optional, record, text } from '../schema.ts';

/**
 * What the edge must remember of a visit, sealed and carried by the page: the profile as it was signed, and how often each
 * action was drawn. The edge reads it at the price of one HMAC instead of an Ed25519 check.
 */
export const checkSession = object({
  session: sessionText,
  profile: checkProfile,
  /** when z was read from the store, ms: after a while it is read again, so that an erased one is soon in no use */
  readAt: optional(epochMs),
  counts: record(actionId, integer(0, 1000), 32),
  /** what was drawn for this person lately, in this visit and before, when the release has rules that look back */
  history: optional(checkHistory),
  /** z and spread for the edge alone, where the page is not to have them: the profile beside it holds the prior's */
  sealed: optional(text(100, /^[A-Za-z0-9_-]*$/, 0)),
});
export type Session = Checked<typeof checkSession>;
