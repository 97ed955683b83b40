// The visit without a page: what the browser shell, the worker and the simulator share.
export { backoff } from './backoff.ts';
export { createVisit } from './create-visit.ts';
export { fetchSend } from './fetch-send.ts';
export { contractHazard, type HazardRuntime, type MakeHazard } from './hazard-runtime.ts';
export { MOST_BYTES, type Piece } from './outbox.ts';
export { platformSchedule, type Schedule } from './schedule.ts';
export type { Send, SendAnswer, SendRequest } from './send.ts';
export type { ActionEvent, Cart, Felt, Visit, VisitEvents } from './visit.ts';
export { STEP_ACTIVE_MS, type VisitOptions } from './visit-options.ts';
export type { VisitSnapshot } from './visit-snapshot.ts';
export type { Decided, DecisionView, VisitState } from './visit-state.ts';
