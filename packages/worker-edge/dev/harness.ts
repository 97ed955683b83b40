// The Node side of the room: a real worker in workerd on this machine, and clients as the shop's servers have them.
export { type DevKeys, type EdgeKeys, type HmacSecret, makeDevKeys, workerSecrets } from './dev-keys.ts';
export { type BudgetAnswer, type EdgeClient, edgeClient, type SubjectMore } from './edge-client.ts';
export { keepEdge } from './keep-edge.ts';
export { patientFetch } from './patient-fetch.ts';
export { type Edge, type EdgeOptions, startEdge } from './start-edge.ts';
export type { Bucket, Stores } from './stores-beside.ts';
