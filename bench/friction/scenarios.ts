import { answeredPresses } from './answered-presses.ts';
import { BLIND } from './blind.ts';
import { forms } from './forms.ts';
import { leavingPresses } from './leaving-presses.ts';
import { notPresses } from './not-presses.ts';
import type { Scenario } from './scenario.ts';
import { failingPages, slowPages } from './slow-pages.ts';
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

/** Both: what the figures are of. */
export const ALL: readonly Scenario[] = [...SCENARIOS, ...BLIND];
export { BLIND };
