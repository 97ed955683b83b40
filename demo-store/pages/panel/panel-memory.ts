import {
  checkDecisionRecord,
  type DecisionRecord,
  fromBase64url,
  fromUtf8,
  isObject,
  type StepLine,
} from '@causeway/contract';
import type { VisitState } from '@causeway/sdk/core';
import type { PanelSource, PanelView, Point } from './panel-source.ts';

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

const withStep = (points: readonly Point[], line: StepLine): readonly Point[] => {
  const { step, index, smoothed, hazard, survival, stage } = line;
  if (points.some((point) => point.step === step)) return points;
  return [...points, { step, index, smoothed, hazard, survival, stage }].slice(-MOST_POINTS);
};

export type PanelMemory = { view(): PanelView; stop(): void };

/** Gathers what the panel shows, and carries it from page to page of a visit. `changed` is called after every event. */
export const rememberVisit = (source: PanelSource, changed: () => void): PanelMemory => {
  let memory = blank('');
  /** Another visit, or the first look at this one: what an earlier page has kept of it comes back. */
  const follow = (state: VisitState | null) => {
    if (state !== null && state.session !== memory.session) memory = recall(state.session);
  };
  const keep = (next: (memory: Memory) => Partial<Memory>) => {
    follow(source.state());
    memory = { ...memory, ...next(memory) };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(memory));
    } catch {
      // A full or forbidden storage costs the curves of earlier pages, nothing else.
    }
    changed();
  };
  const stops = [
    source.on('friction', (fact) => keep(({ facts }) => ({ facts: [fact, ...facts].slice(0, MOST_FACTS) }))),
    source.on('step', (line) => keep(({ points }) => ({ points: withStep(points, line) }))),
    source.on('line', (line) => keep(() => ({ line }))),
    source.on('decision', ({ answer, tookMs }) =>
      keep(() => ({ record: answer === null ? null : recordInside(answer.receipt), tookMs })),
    ),
  ];
  return {
    view() {
      const state = source.state();
      follow(state);
      // A page closes the step of the page before it when it opens, sooner than anyone can listen.
      const closed = state?.closed ?? null;
      if (closed !== null && !memory.points.some(({ step }) => step === closed.step)) {
        keep(({ points }) => ({ points: withStep(points, closed) }));
      }
      return { ...memory, state };
    },
    stop: () => {
      for (const stop of stops) stop();
    },
  };
};
