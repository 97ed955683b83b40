export const FRICTION_FAMILIES = [
  'unanswered',
  'slow',
  'error',
  'validation',
  'payment',
  'hesitation',
  'wandering',
  'cost',
] as const;
export type FrictionFamily = (typeof FRICTION_FAMILIES)[number];

/** The unit that a fact's value is told in, and the kinds that are told in it. */
const UNITS = {
  count:
    'dead-click rage-click error-click script-error validation-error submit-blocked refill field-abandoned payment-failed scroll-reversal back-and-forth',
  ms: 'slow-answer slow-interaction slow-load slow-request long-frame hesitation-first-input hesitation-pause hesitation-target return-after-idle cost-dwell',
  score: 'layout-shift',
} as const;
export type Unit = keyof typeof UNITS;

type Words<Text> = Text extends `${infer Word} ${infer Rest}` ? Word | Words<Rest> : Text;
export type FactKind = Words<(typeof UNITS)[Unit]>;

/** A kind's unit; undefined for what is no kind of fact. */
export const unitOfKind = (kind: string): Unit | undefined =>
  (Object.keys(UNITS) as Unit[]).find((unit) => UNITS[unit].split(' ').includes(kind));

type Row = {
  readonly unit: Unit;
  readonly family: FrictionFamily;
  readonly scale: number;
  readonly cap: number;
};

/** By kind: family, scale and cap. */
const ROWS: Record<FactKind, readonly [FrictionFamily, number, number]> = {
  'dead-click': ['unanswered', 1, 2],
  'rage-click': ['unanswered', 2, 3], // value: presses in the burst
  'slow-answer': ['slow', 1500, 4],
  'slow-interaction': ['slow', 500, 2], // INP: poor above 500 ms
  'slow-load': ['slow', 4000, 2], // LCP: poor above 4 s
  'slow-request': ['slow', 3000, 3],
  'long-frame': ['slow', 1000, 1],
  'layout-shift': ['slow', 0.25, 1], // CLS: poor above 0.25
  'error-click': ['error', 1, 2],
  'script-error': ['error', 2, 2],
  'validation-error': ['validation', 1, 3],
  'submit-blocked': ['validation', 1, 2],
  refill: ['validation', 2, 2],
  'field-abandoned': ['validation', 1, 2],
  'payment-failed': ['payment', 1, 3],
  'hesitation-first-input': ['hesitation', 8000, 2],
  'hesitation-pause': ['hesitation', 8000, 2],
  'hesitation-target': ['hesitation', 3000, 2],
  'scroll-reversal': ['wandering', 6, 1],
  'back-and-forth': ['wandering', 1, 3],
  'return-after-idle': ['wandering', 60000, 2],
  'cost-dwell': ['cost', 6000, 3],
};

export const FACT_KIND_NAMES = Object.keys(ROWS) as FactKind[];

/**
 * Every kind of friction fact: its unit, the family that it adds to in d_t, and the amount that counts as one unit of
 * friction of that family (`scale`). A single fact adds at most `cap` units, so that no one sensor can drown the rest.
 */
export const FACT_KINDS = Object.fromEntries(
  FACT_KIND_NAMES.map((kind) => {
    const [family, scale, cap] = ROWS[kind];
    return [kind, { unit: unitOfKind(kind), family, scale, cap }];
  }),
) as Record<FactKind, Row>;
