import { answeredPresses } from './answered-presses.ts';
import { BLIND } from './blind.ts';
import { forms } from './forms.ts';
import { leavingPresses } from './leaving-presses.ts';
import { notPresses } from './not-presses.ts';
import type { Scenario } from './scenario.ts';
import { failingPages, slowPages } from './slow-pages.ts';
import { strangerCarts } from './stranger-carts.ts';
import { strangerCorners } from './stranger-corners.ts';
import { strangerForms } from './stranger-forms.ts';
import { strangerPresses } from './stranger-presses.ts';
import { strangerShops } from './stranger-shops.ts';
import { strangerVariants } from './stranger-variants.ts';
import { strangerVisits } from './stranger-visits.ts';
import { unansweredPresses } from './unanswered-presses.ts';
import { wandering } from './wandering.ts';

/** The suite that the rules were made with. */
export const SCENARIOS: readonly Scenario[] = [
  ...wandering,
  ...answeredPresses,
  ...leavingPresses,
  ...notPresses,
  ...unansweredPresses,
  ...slowPages,
  ...failingPages,
  ...forms,
];

/** Pages of a stranger who tried to prove the rules wrong: they found 23 faults, most of which are mended since. */
export const STRANGERS: readonly Scenario[] = [
  ...strangerShops,
  ...strangerCarts,
  ...strangerPresses,
  ...strangerForms,
  ...strangerVisits,
  ...strangerVariants,
  ...strangerCorners,
];

/** All: what the figures are of. */
export const ALL: readonly Scenario[] = [...SCENARIOS, ...BLIND, ...STRANGERS];
export { BLIND };
