import { sessionText } from '../decision/decision-input.ts';
import { actionId } from '../policy/action.ts';
import { checkProfile } from '../profile/profile.ts';
import type { Checked } from '../schema.ts';
import { integer, object, record } from '../schema.ts';

/**
 * What the edge must remember of a visit, sealed and carried by the page: the profile as it was signed, and how often each
 * action was drawn. The edge reads it at the price of one HMAC instead of an Ed25519 check.
 */
export const checkSession = object({
  session: sessionText,
  profile: checkProfile,
  counts: record(actionId, integer(0, 1000), 32),
});
export type Session = Checked<typeof checkSession>;
