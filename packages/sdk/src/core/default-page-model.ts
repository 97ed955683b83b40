import type { PageModel } from '@causeway/contract';
import { DEFAULT_FRICTION_MODEL, DEFAULT_HAZARD_MODEL } from '@causeway/contract';

/** The page's model before any release: the contract's defaults, and no trigger. */
export const DEFAULT_PAGE_MODEL: PageModel = {
  kind: 'page-model',
  version: 1,
  friction: DEFAULT_FRICTION_MODEL,
  hazard: DEFAULT_HAZARD_MODEL,
  trigger: { points: [], hazard: 1 },
};
