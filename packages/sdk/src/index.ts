// The browser entry: what a shop imports.
export type { FactKind, PublicJwk, Stage } from '@causeway/contract';
export { FACT_KINDS, FRICTION_FAMILIES, PHI_NAMES, STAGES } from '@causeway/contract';
export type {
  ActionEvent,
  Cart,
  Decided,
  DecisionView,
  HazardRuntime,
  VisitEvents,
  VisitState,
} from './core/index.ts';
export { THRESHOLDS } from './senses/thresholds.ts';
export { forget } from './shell/forget.ts';
export type { ActionCall, ActionHandler } from './shell/present.ts';
export type { DecideOptions, Shopper, ShopperEvents } from './shell/shopper.ts';
export { start } from './shell/start.ts';
export type { Consent, StartOptions } from './shell/start-options.ts';
