import type { Action } from '../policy/action.ts';
import { faceCents, NONE } from '../policy/action.ts';
import { type ContactReason, type ContactRules, contactReason, type Shown } from '../policy/contact-rules.ts';
import type { SegmentFacts } from '../policy/segment.ts';

/** Why an action cannot be drawn now. */
export type MaskReason = 'not-offered' | 'capped' | 'unproven' | 'budget' | 'control' | ContactReason;

export type EligibilityInput = {
  readonly actions: readonly Action[];
  readonly offered: readonly string[];
  /** how often each action was drawn for this person in this session */
  readonly counts: Readonly<Record<string, number>>;
  /** the shop's server has vouched for this person */
  readonly proven: boolean;
  /** incentive cents that this isolate holds and may spend */
  readonly spendableCents: number;
  readonly cartCents: number;
  readonly control: boolean;
  /** the release's rules on contacts, and what they look at */
  readonly contacts?: {
    readonly rules: ContactRules;
    readonly history: readonly Shown[];
    readonly at: number;
    readonly facts: SegmentFacts;
  };
};

/** Every mask, before the draw; `none` is always eligible. At most one action other than `none` a session. */
export const maskOf = (action: Action, input: EligibilityInput): MaskReason | null => {
  if (action.id === NONE) return null;
  if (input.control) return 'control';
  if (!input.offered.includes(action.id)) return 'not-offered';
  const used = Object.entries(input.counts).some(([id, n]) => id !== NONE && n > 0);
  if (used || (input.counts[action.id] ?? 0) >= action.perSession) return 'capped';
  const { contacts, actions } = input;
  const reason =
    contacts === undefined ? null : contactReason(contacts.rules, action, { actions, ...contacts });
  if (reason !== null) return reason;
  if (action.needsProof && !input.proven) return 'unproven';
  const face = faceCents(action, input.cartCents);
  if (action.kind === 'incentive' && (face <= 0 || face > input.spendableCents)) return 'budget';
  return null;
};
