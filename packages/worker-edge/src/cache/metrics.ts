import type { DecisionRecord } from '@causeway/contract';

// Of this isolate, since it started: for /v1/admin/metrics, never for a decision.
const answers = new Map<string, number>();
const durations = new Map<string, number[]>();
const masks = new Map<string, number>();
const propensities = new Array<number>(10).fill(0);
const modes = new Map<string, number>();
let refusedByPerson = 0;
let deadLetters = 0;

/** Upper bounds of the latency classes, in ms; the last class is everything slower. */
export const LATENCY_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

const add = (to: Map<string, number>, name: string): void => {
  to.set(name, (to.get(name) ?? 0) + 1);
};

export const countAnswer = (route: string, status: number, ms: number): void => {
  add(answers, `${route} ${status}`);
  const classes = durations.get(route) ?? new Array<number>(LATENCY_MS.length + 1).fill(0);
  const k = LATENCY_MS.findIndex((bound) => ms <= bound);
  const at = k < 0 ? LATENCY_MS.length : k;
  classes[at] = (classes[at] as number) + 1;
  durations.set(route, classes);
};

export const countDecision = (record: DecisionRecord): void => {
  add(modes, record.mode);
  for (const reason of Object.values(record.masks)) add(masks, reason);
  const k = Math.min(9, Math.floor(record.propensity * 10));
  propensities[k] = (propensities[k] as number) + 1;
  if (!record.granted) refusedByPerson += 1;
};

/** Messages that failed so often that they came to the dead-letter queue: what an alarm is set on. */
export const countDeadLetters = (messages: number): void => {
  deadLetters += messages;
};

const plain = <T>(map: ReadonlyMap<string, T>): Record<string, T> => Object.fromEntries([...map].sort());

/** Counts by route and status, latency classes by route, reasons of masks, modes, propensities by tenths. */
export const metricsNow = () => ({
  answers: plain(answers),
  latencyBoundsMs: LATENCY_MS,
  latency: plain(durations),
  masks: plain(masks),
  modes: plain(modes),
  propensityTenths: [...propensities],
  refusedByPerson,
  deadLetters,
});
