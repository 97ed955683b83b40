import type { Checked } from '../schema.ts';
import { integer, number, object, oneOf, refuse, text } from '../schema.ts';
import { FACT_KIND_NAMES, FACT_KINDS } from './fact-kind.ts';
import { STAGES } from './stage.ts';

/** Milliseconds since 1970 UTC; the upper bound is the year 2100. */
export const epochMs = integer(0, 4102444800000);

/** A stable name of an element's part in the page ("submit", "field:email-1"); never its text, label or value. */
export const roleText = text(40, /^[a-z0-9:_-]+$/);

const shape = object({
  kind: oneOf(FACT_KIND_NAMES),
  at: epochMs,
  stage: oneOf(STAGES),
  role: roleText,
  value: number(0, 1e9),
  unit: oneOf(['ms', 'count', 'score']),
});

/** One thing that was felt: `value` in `unit`, at `at` (ms since 1970), in `stage`, on `role`. */
export type Fact = Checked<typeof shape>;

/** Checks a fact, its unit against its kind included. Throws `bad-field`. */
export const checkFact = (value: unknown, at: string): Fact => {
  const fact = shape(value, at);
  const { unit } = FACT_KINDS[fact.kind];
  return fact.unit === unit ? fact : refuse(`${at}.unit`, fact.unit, `"${unit}" for ${fact.kind}`);
};
