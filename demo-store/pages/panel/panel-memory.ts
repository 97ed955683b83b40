import {
  checkDecisionRecord,
  type DecisionRecord,
  fromBase64url,
  fromUtf8,
  isObject,
} from '@causeway/contract';
import type { PanelSource, PanelView } from './panel-source.ts';

const KEY = 'fennel:panel';
const MOST_POINTS = 48;
const MOST_FACTS = 30;

type Memory = { session: string } & Omit<PanelView, 'state'>;

const blank = (session: string): Memory => ({
  session,
  facts: [],
  points: [],
  line: null,
  record: null,
  tookMs: null,
});

/** The record inside a receipt. It is read for display only; whoever acts on one has to check its seal. */
export const recordInside = (receipt: string): DecisionRecord | null => {
  try {
    const bytes = fromBase64url(receipt.split('.')[1] ?? '');
    const claims: unknown = JSON.parse((bytes && fromUtf8(bytes)) ?? 'null');
    return isObject(claims) ? checkDecisionRecord(claims.dat, 'receipt') : null;
  } catch {
    return null;
  }
};

const recall = (session: string): Memory => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Memory | null;
    return kept?.session === session ? kept : blank(session);
  } catch {
    return blank(session);
  }
};

export type PanelMemory = { view(): PanelView; stop(): void };

/** Gathers what the panel shows, and carries it from page to page of a visit. `changed` is called after every event. */
export const rememberVisit = (source: PanelSource, changed: () => void): PanelMemory => {
  let memory = recall(source.state()?.session ?? '');
  const keep = (next: Partial<Memory>) => {
    const session = source.state()?.session ?? memory.session;
    memory = { ...(session === memory.session ? memory : blank(session)), ...next };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(memory));
    } catch {
      // A full or forbidden storage costs the curves of earlier pages, nothing else.
    }
    changed();
  };
  const stops = [
    source.on('fact', (fact) => keep({ facts: [fact, ...memory.facts].slice(0, MOST_FACTS) })),
    source.on('step', ({ index, smoothed, hazard, survival, stage }) =>
      keep({ points: [...memory.points, { index, smoothed, hazard, survival, stage }].slice(-MOST_POINTS) }),
    ),
    source.on('line', (line) => keep({ line })),
    source.on('decision', ({ answer, tookMs }) =>
      keep({ record: answer === null ? null : recordInside(answer.receipt), tookMs }),
    ),
  ];
  return {
    view: () => ({ ...memory, state: source.state() }),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
};
