import { createVisitWith } from './create-visit-with.ts';
import { edgeLink } from './edge-link.ts';
import type { Visit } from './visit.ts';
import type { VisitOptions } from './visit-options.ts';

/** Creates a visit that asks an edge and reports to it; `edge: null` leaves it to itself. */
export const createVisit = (options: VisitOptions): Visit => createVisitWith(options, edgeLink);
