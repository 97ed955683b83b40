import { Fault } from '../fault.ts';
import { windowStart, type ZoneOffset } from './calendar-window.ts';
import type { FeatureDefinition } from './feature-definition.ts';
import { cellValue, emptyCell, type FeatureCell, isTaken, takeEvent } from './feature-value.ts';
import type { ShopEvent } from './shop-event.ts';

/**
 * One person's features kept up event by event: the streaming half of (A1). Plain JSON, so that it can lie in a store.
 * A feature without a window keeps one cell; one with a window keeps its events while they are in it.
 */
export type FeatureFold = {
  /** the last moment that was read: earlier ones can no longer be */
  readAt: number;
  /** events that no reading has passed yet */
  waiting: ShopEvent[];
  readonly cells: FeatureCell[];
  /** for each feature the events in its window, in order of time; empty without a window */
  readonly windows: ShopEvent[][];
};

export const startFeatures = (definitions: readonly FeatureDefinition[]): FeatureFold => ({
  readAt: 0,
  waiting: [],
  cells: definitions.map(emptyCell),
  windows: definitions.map(() => []),
});

/**
 * Takes an event in, changing the fold. Each event once, in any order: a late one counts in every later reading. The
 * caller has made sure that no id comes twice.
 */
export const foldEvent = (fold: FeatureFold, event: ShopEvent): void => {
  fold.waiting.push(event);
};

/** What waits and lies before t moves into cells and windows; what has left a window is dropped. */
const advance = (
  definitions: readonly FeatureDefinition[],
  fold: FeatureFold,
  t: number,
  offset: ZoneOffset,
): void => {
  const passed = fold.waiting.filter(({ at }) => at < t);
  if (passed.length > 0) fold.waiting = fold.waiting.filter(({ at }) => at >= t);
  definitions.forEach((definition, k) => {
    const taken = passed.filter((event) => isTaken(definition, event));
    if (definition.window === null) {
      for (const event of taken) takeEvent(definition, fold.cells[k] as FeatureCell, event);
      return;
    }
    const window = fold.windows[k] as ShopEvent[];
    window.push(...taken);
    if (taken.length > 0) window.sort((a, b) => a.at - b.at);
    const start = windowStart(definition.window, t, offset);
    const left = window.findIndex(({ at }) => at >= start);
    window.splice(0, left < 0 ? window.length : left);
  });
  fold.readAt = t;
};

/**
 * The features at t, from events strictly before t only (A1); NaN is missing. Moves the fold forward to t. Throws
 * `bad-input` when t lies before an earlier reading.
 */
export const featuresAt = (
  definitions: readonly FeatureDefinition[],
  fold: FeatureFold,
  t: number,
  offset: ZoneOffset,
): number[] => {
  if (t < fold.readAt) {
    throw new Fault(
      'bad-input',
      'features',
      `got ${t}, allowed is from ${fold.readAt}: the fold has been read there`,
    );
  }
  advance(definitions, fold, t, offset);
  return definitions.map((definition, k) => {
    if (definition.window === null) return cellValue(definition, fold.cells[k] as FeatureCell, t);
    const cell = emptyCell();
    for (const event of fold.windows[k] as ShopEvent[]) takeEvent(definition, cell, event);
    return cellValue(definition, cell, t);
  });
};
