// Friction alone: the senses, without an edge. `start({ consent: 'granted', stages }).on('friction', (fact) => ..)`.
export type { Fact, FactKind, Stage } from '@causeway/contract';
export { FACT_KINDS, STAGES } from '@causeway/contract';
export { THRESHOLDS } from '../senses/thresholds.ts';
export { type FrictionOptions, type FrictionWatch, startFriction as start } from './start-friction.ts';
