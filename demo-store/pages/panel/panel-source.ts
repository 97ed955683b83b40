import type { DecisionRecord, Fact, PageLine, StepLine } from '@causeway/contract';
import type { VisitEvents, VisitState } from '@causeway/sdk/core';

/** What the panel looks at: the live state of a visit and its events. It never changes anything in it. */
export type PanelSource = {
  state(): VisitState | null;
  on<K extends keyof VisitEvents>(event: K, listener: (value: VisitEvents[K]) => void): () => void;
};

/** One closed step, as the curves show it. */
export type Point = Pick<StepLine, 'step' | 'index' | 'smoothed' | 'hazard' | 'survival' | 'stage'>;

/** Everything that the sections draw from. */
export type PanelView = {
  readonly state: VisitState | null;
  readonly facts: readonly Fact[];
  readonly points: readonly Point[];
  readonly line: PageLine | null;
  /** the last decision, as the edge sealed it, and how long it took */
  readonly record: DecisionRecord | null;
  readonly tookMs: number | null;
};

/** One part of the panel: an element, and how to bring it up to date. */
export type Section = { readonly element: HTMLElement; update(view: PanelView): void };
