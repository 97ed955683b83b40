import {
  array,
  type Checked,
  digest,
  EVENT_TEXTS,
  integer,
  literal,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  refuse,
  text,
} from '@causeway/contract';
import { IDENTIFIERS, type Identifier } from '../log/index.ts';

const LINKED = IDENTIFIERS.filter((name) => name !== 'household');
const linked = oneOf(LINKED as Exclude<Identifier, 'household'>[]);

/** Identifiers that stand for one customer by the shop's own word; the others are means by which one is met. */
export const ANCHORS: readonly Identifier[] = ['subject', 'account', 'loyalty'];

const shape = object({
  kind: literal('identity-rules'),
  version: integer(1, 1_000_000),
  name: text(60),
  /** two identifiers on one event are of one person; the first rule is the strongest */
  links: array(object({ rule: text(40), a: linked, b: linked, atLeast: integer(1, 1000) }), 30, 1),
  guards: object({
    /** an identifier met with more than so many different accounts or subjects is shared: none of its links counts */
    shared: record(text(20), integer(1, 1000), 7),
    /** the most accounts that one person may have */
    accounts: integer(1, 100),
    identifiers: integer(2, 100_000),
    /** a household token with more persons than this is an address of many: no household comes of it */
    householdPersons: integer(1, 1000),
  }),
  probable: nullable(
    object({
      rule: text(40),
      /** texts that must be equal for two to be compared at all */
      block: array(oneOf(EVENT_TEXTS), 4, 1),
      /** texts whose agreement is weighed */
      compare: array(oneOf(EVENT_TEXTS), 8, 1),
      /** the least posterior probability of a link that is taken */
      threshold: number(0.5, 1),
      /** the most expected share of wrong links among those taken; above it none is taken */
      error: optional(number(0, 0.5)),
    }),
  ),
});

/** By which links identifiers become persons, and what holds such links back. Versioned: a change is another version. */
export type IdentityRules = Checked<typeof shape>;

/** Checks a rules file. Throws `bad-field`. */
export const checkIdentityRules = (value: unknown, at: string): IdentityRules => {
  const rules = shape(value, at);
  const seen = new Set<string>();
  rules.links.forEach(({ rule, a, b }, k) => {
    if (a === b) refuse(`${at}.links[${k}]`, { a, b }, 'two different identifiers');
    if (seen.has(rule)) refuse(`${at}.links[${k}].rule`, rule, 'a name that is used once');
    seen.add(rule);
  });
  for (const name of Object.keys(rules.guards.shared)) linked(name, `${at}.guards.shared`);
  return rules;
};

export const rulesDigest = (rules: IdentityRules): string => digest(rules);

export const DEFAULT_IDENTITY_RULES: IdentityRules = checkIdentityRules(
  {
    kind: 'identity-rules',
    version: 1,
    name: 'deterministic',
    links: [
      { rule: 'account-of-subject', a: 'subject', b: 'account', atLeast: 1 },
      { rule: 'card-of-account', a: 'account', b: 'loyalty', atLeast: 1 },
      { rule: 'address-of-account', a: 'account', b: 'email', atLeast: 1 },
      { rule: 'address-of-card', a: 'loyalty', b: 'email', atLeast: 1 },
      { rule: 'cookie-of-subject', a: 'subject', b: 'cookie', atLeast: 1 },
      { rule: 'cookie-of-account', a: 'account', b: 'cookie', atLeast: 1 },
      { rule: 'cookie-of-address', a: 'email', b: 'cookie', atLeast: 1 },
      { rule: 'device-of-account', a: 'account', b: 'device', atLeast: 2 },
      { rule: 'device-of-cookie', a: 'device', b: 'cookie', atLeast: 2 },
    ],
    guards: {
      shared: { cookie: 2, device: 2, email: 2 },
      accounts: 2,
      identifiers: 200,
      householdPersons: 8,
    },
    probable: null,
  },
  'rules',
);
