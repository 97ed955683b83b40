import {
  array,
  type Checked,
  digest,
  EVENT_COLUMNS,
  eventKind,
  integer,
  literal,
  number,
  object,
  oneOf,
  optional,
  refuse,
  text,
} from '@causeway/contract';

/** Where a treatment meets a person. */
export const CHANNELS = ['onsite', 'email', 'push', 'loyalty'] as const;
/** How it was settled who is treated (paper A, section 3). Only the first two and the fourth carry propensities by design. */
export const MECHANISMS = ['randomised', 'policy', 'rule', 'exploration', 'holdout'] as const;
export type Mechanism = (typeof MECHANISMS)[number];

const condition = object({
  column: oneOf(EVENT_COLUMNS),
  is: optional(text(200)),
  equals: optional(number(-1e15, 1e15)),
  from: optional(number(-1e15, 1e15)),
  below: optional(number(-1e15, 1e15)),
});
const where = array(condition, 8);
const windowMs = integer(1, 4e10);

const treatment = object({
  name: text(40, /^[a-z0-9][a-z0-9-]*$/),
  channel: oneOf(CHANNELS),
  /** the decision moments: an event of these kinds is a unit, considered for this treatment */
  units: object({ events: array(eventKind, 10, 1), where }),
  /** of those, who could have been treated; all when it is left out */
  eligible: optional(where),
  /** of those, who was: by what the unit itself says, or by another event of the person within a time after it */
  treated: object({
    where: optional(where),
    events: optional(array(eventKind, 10, 1)),
    withinMs: optional(windowMs),
  }),
  /** the arm's name: from the unit's column arm, or treated and control */
  arms: oneOf(['column', 'treated']),
  /** the probability of the arm that was drawn: from the unit's column, or one share of treated for all */
  propensity: object({
    column: optional(literal(true)),
    treated: optional(number(0, 1)),
    unknown: optional(literal(true)),
  }),
  mechanism: object({ column: optional(literal(true)), is: optional(oneOf(MECHANISMS)) }),
});
export type Treatment = Checked<typeof treatment>;

const outcome = object({ name: text(40, /^[a-z0-9][a-z0-9-]*$/), windowMs });

const shape = object({
  kind: literal('exposure-definition'),
  version: literal(1),
  name: text(40, /^[a-z0-9][a-z0-9-]*$/),
  treatments: array(treatment, 20, 1),
  /**
   * What becomes of several units of one person under one treatment. first: the first of each window of `windowMs`, which do
   * not overlap. censor: every unit, its outcomes cut off at the next. all: every unit with its history, as if independent.
   */
  repeats: object({ rule: oneOf(['first', 'censor', 'all']), windowMs: optional(windowMs) }),
  /** windows (t, t + windowMs] of (A2) */
  outcomes: array(outcome, 8, 1),
  /** how far back other treatments of the person are counted, by channel */
  competingMs: windowMs,
  /** the kinds of event that are outcomes */
  kinds: object({
    order: array(eventKind, 10, 1),
    return: array(eventKind, 10),
    support: array(eventKind, 10),
    friction: array(eventKind, 10),
  }),
});

/** What is an exposure, to which treatment, and what comes of it: predicates on a person's history. */
export type ExposureDefinition = Checked<typeof shape>;

/** Checks a definition, parts that exclude each other included. Throws `bad-field`. */
export const checkExposureDefinition = (value: unknown, at: string): ExposureDefinition => {
  const d = shape(value, at);
  const seen = new Set<string>();
  d.treatments.forEach((t, k) => {
    const place = `${at}.treatments[${k}]`;
    if (seen.has(t.name)) refuse(`${place}.name`, t.name, 'a name that is used once');
    seen.add(t.name);
    if ((t.treated.where === undefined) === (t.treated.events === undefined)) {
      refuse(`${place}.treated`, t.treated, 'either where, or events with withinMs');
    }
    if ((t.treated.events === undefined) !== (t.treated.withinMs === undefined)) {
      refuse(`${place}.treated`, t.treated, 'events with withinMs');
    }
    if (Object.keys(t.propensity).length !== 1)
      refuse(`${place}.propensity`, t.propensity, 'one of column, treated, unknown');
    if (Object.keys(t.mechanism).length !== 1) refuse(`${place}.mechanism`, t.mechanism, 'one of column, is');
  });
  if ((d.repeats.rule === 'first') !== (d.repeats.windowMs !== undefined)) {
    refuse(`${at}.repeats`, d.repeats, 'a window for first, and for nothing else');
  }
  return d;
};

export const exposureDefinitionDigest = (d: ExposureDefinition): string => digest(d);
