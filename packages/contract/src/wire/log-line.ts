import { pointId, sessionText } from '../decision/decision-input.ts';
import { checkDecisionRecord } from '../decision/decision-record.ts';
import { checkFact, epochMs } from '../event/fact.ts';
import { STAGES } from '../event/stage.ts';
import { Fault } from '../fault.ts';
import { PHI_SIZE } from '../friction/phi-names.ts';
import { digestText, subjectText } from '../profile/profile.ts';
import type { Check, Checked } from '../schema.ts';
import {
  array,
  integer,
  isObject,
  literal,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  text,
} from '../schema.ts';
import { checkContext } from '../state/context.ts';

const lineId = text(100, /^[A-Za-z0-9_.:-]+$/);

/** A closed step: its facts, and what the page made of them. These rows train the hazard. */
export const checkStepLine = object({
  kind: literal('step'),
  id: lineId,
  session: sessionText,
  at: epochMs,
  step: integer(1, 100_000),
  stage: oneOf(STAGES),
  closedBy: oneOf(['stage', 'cart', 'time', 'end']),
  context: checkContext,
  facts: array(checkFact, 400),
  phi: array(number(0, 1), PHI_SIZE, PHI_SIZE),
  index: number(-1e6, 1e6),
  smoothed: number(-1e6, 1e6),
  hazard: number(0, 1),
  survival: number(0, 1),
  model: nullable(digestText),
});
export type StepLine = Checked<typeof checkStepLine>;

/** How an ask ended, as the page saw it: the deadline is part of the truth. */
export const checkAskedLine = object({
  kind: literal('asked'),
  id: lineId,
  session: sessionText,
  at: epochMs,
  point: pointId,
  step: integer(0, 100_000),
  result: oneOf(['answered', 'timeout', 'offline', 'refused', 'no-profile', 'bad-answer']),
  decision: optional(digestText),
  tookMs: number(0, 600_000),
});

/** What became of an action in the page. Decided, rendered, seen, dismissed and acted are separate lines. */
export const checkActionLine = object({
  kind: literal('action'),
  id: lineId,
  session: sessionText,
  at: epochMs,
  decision: digestText,
  event: oneOf(['rendered', 'seen', 'dismissed', 'acted', 'failed']),
});

/** How the visit ended, as the page saw it; money is the shop's backend's to report. */
export const checkEndLine = object({
  kind: literal('end'),
  id: lineId,
  session: sessionText,
  at: epochMs,
  step: integer(0, 100_000),
  end: oneOf(['order', 'left']),
});

/** Counts of what the page could not keep, send or do, by reason. */
export const checkDropsLine = object({
  kind: literal('drops'),
  id: lineId,
  session: sessionText,
  at: epochMs,
  counts: record(text(40, /^[a-z0-9-]+$/), integer(0, 1e9), 40),
});

/** What the shop's backend reports: the authority on money. */
export const checkOutcome = object({
  kind: literal('outcome'),
  id: lineId,
  at: epochMs,
  subject: subjectText,
  session: sessionText,
  type: oneOf(['order', 'return', 'support']),
  revenueCents: integer(-1e9, 1e9),
  /** before the cost of help and incentives */
  marginCents: integer(-1e9, 1e9),
  /** the decision whose incentive was used, and what it cost */
  redeemed: nullable(object({ decision: digestText, cents: integer(0, 1_000_000) })),
});
export type Outcome = Checked<typeof checkOutcome>;

/** Lines that a page may send. A page never writes decisions or outcomes. */
export const PAGE_LINES = {
  step: checkStepLine,
  asked: checkAskedLine,
  action: checkActionLine,
  end: checkEndLine,
  drops: checkDropsLine,
} as const;
export type PageLine = {
  [K in keyof typeof PAGE_LINES]: Checked<(typeof PAGE_LINES)[K]>;
}[keyof typeof PAGE_LINES];

export const LINES = { ...PAGE_LINES, decision: checkDecisionRecord, outcome: checkOutcome } as const;
export type LineKind = keyof typeof LINES;
export type LogLine = { [K in LineKind]: Checked<(typeof LINES)[K]> }[LineKind];

const byKind =
  <T>(table: Record<string, Check<T>>): Check<T> =>
  (value, at) => {
    const kind = isObject(value) ? value.kind : undefined;
    if (typeof kind !== 'string' || !Object.hasOwn(table, kind)) {
      throw new Fault(
        'bad-field',
        `${at}.kind`,
        `got ${JSON.stringify(kind)}, allowed is one of ${Object.keys(table).join(', ')}`,
      );
    }
    return (table[kind] as Check<T>)(value, at);
  };

export const checkPageLine: Check<PageLine> = byKind<PageLine>(PAGE_LINES);

/** A line as it stands in the log: who wrote it down, when, for whom. One JSON object a line. */
export const checkStoredLine = object({
  line: byKind<LogLine>(LINES),
  subject: subjectText,
  receivedAt: epochMs,
  source: oneOf(['page', 'edge', 'shop', 'receipt']),
});
export type StoredLine = Checked<typeof checkStoredLine>;
