/**
 * Every kind of friction fact: its unit, the family that it adds to in d_t, and the amount that counts as one unit of
 * friction of that family (`scale`). A single fact adds at most `cap` units, so that no one sensor can drown the rest.
 */
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

export type Unit = 'ms' | 'count' | 'score';

type Row = {
  readonly unit: Unit;
  readonly family: FrictionFamily;
  readonly scale: number;
  readonly cap: number;
};

export const FACT_KINDS = {
  'dead-click': { unit: 'count', family: 'unanswered', scale: 1, cap: 2 },
  'rage-click': { unit: 'count', family: 'unanswered', scale: 2, cap: 3 }, // value: presses in the burst
  'slow-answer': { unit: 'ms', family: 'slow', scale: 1500, cap: 4 },
  'slow-interaction': { unit: 'ms', family: 'slow', scale: 500, cap: 2 }, // INP: poor above 500 ms
  'slow-load': { unit: 'ms', family: 'slow', scale: 4000, cap: 2 }, // LCP: poor above 4 s
  'slow-request': { unit: 'ms', family: 'slow', scale: 3000, cap: 3 },
  'long-frame': { unit: 'ms', family: 'slow', scale: 1000, cap: 1 },
  'layout-shift': { unit: 'score', family: 'slow', scale: 0.25, cap: 1 }, // CLS: poor above 0.25
  'error-click': { unit: 'count', family: 'error', scale: 1, cap: 2 },
  'script-error': { unit: 'count', family: 'error', scale: 2, cap: 2 },
  'validation-error': { unit: 'count', family: 'validation', scale: 1, cap: 3 },
  'submit-blocked': { unit: 'count', family: 'validation', scale: 1, cap: 2 },
  refill: { unit: 'count', family: 'validation', scale: 2, cap: 2 },
  'field-abandoned': { unit: 'count', family: 'validation', scale: 1, cap: 2 },
  'payment-failed': { unit: 'count', family: 'payment', scale: 1, cap: 3 },
  'hesitation-first-input': { unit: 'ms', family: 'hesitation', scale: 8000, cap: 2 },
  'hesitation-pause': { unit: 'ms', family: 'hesitation', scale: 8000, cap: 2 },
  'hesitation-target': { unit: 'ms', family: 'hesitation', scale: 3000, cap: 2 },
  'scroll-reversal': { unit: 'count', family: 'wandering', scale: 6, cap: 1 },
  'back-and-forth': { unit: 'count', family: 'wandering', scale: 1, cap: 3 },
  'return-after-idle': { unit: 'ms', family: 'wandering', scale: 60000, cap: 2 },
  'cost-dwell': { unit: 'ms', family: 'cost', scale: 6000, cap: 3 },
} as const satisfies Record<string, Row>;

export type FactKind = keyof typeof FACT_KINDS;
export const FACT_KIND_NAMES = Object.keys(FACT_KINDS) as FactKind[];
