import type { Stage } from '@causeway/contract';
import { senseCosts } from './sense-costs.ts';
import { senseErrors } from './sense-errors.ts';
import { senseHesitation } from './sense-hesitation.ts';
import type { SensePage } from './sense-page.ts';
import { sensePresses } from './sense-presses.ts';
import { senseRequests } from './sense-requests.ts';
import { senseSpeed } from './sense-speed.ts';
import { senseValidation } from './sense-validation.ts';
import { senseWandering } from './sense-wandering.ts';

/** Starts every sense; one that a browser cannot run is a counted fault and costs no other. */
export const startSenses = (
  page: SensePage,
  trail: readonly Stage[],
  isOwnRequest: (url: string) => boolean,
): void => {
  for (const sense of [
    senseValidation,
    senseHesitation,
    senseWandering(trail),
    senseCosts,
    senseErrors,
    senseSpeed,
    senseRequests(isOwnRequest),
    // the last: it begins to watch the page, and tells the others
    sensePresses,
  ])
    page.guard(sense)(page);
};
