import { NONE } from '@causeway/contract';
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ActionEvent, Decided } from '../core/index.ts';
import { onceEach, watchSeen } from '../shell/present.ts';
import { BootstrapContext, useShopper } from './shopper-context.ts';

/** What to ask for, and when. */
export type UseDecisionOptions = {
  /** what this component can render */
  readonly actions: readonly string[];
  /** ask only while true (default) */
  readonly when?: boolean;
  /** asks again when it changes: a step's number, say */
  readonly key?: string | number;
};

/** A decision as a component shows it. */
export type ShownDecision = {
  /** `none` until there is an answer, and on any fault */
  readonly action: string;
  /** the whole answer; null until there is one */
  readonly decided: Decided | null;
  /** put it on the element that shows the action: it tells rendered and seen */
  readonly ref: (element: Element | null) => void;
  /** the shopper sent it away: `action` is `none` from now on */
  readonly dismiss: () => void;
  /** the shopper used it */
  readonly acted: () => void;
};

/**
 * Asks at a decision point and tells what becomes of the answer. A dismissed action is `none` again. With a bootstrap the first
 * render already has the server's decision, on both sides, and nothing flickers.
 */
export const useDecision = (
  point: string,
  { actions, when = true, key = '' }: UseDecisionOptions,
): ShownDecision => {
  const shopper = useShopper();
  const given = useContext(BootstrapContext)?.decisions[point] ?? null;
  const firstKey = useRef(key);
  const [decided, setDecided] = useState<Decided | null>(given);
  const [dismissed, setDismissed] = useState(false);
  const offered = actions.join(' ');

  // `key` is not read: a change of it asks again.
  useEffect(() => {
    // What the server asked for is this point's decision until the key changes.
    if (shopper === null || !when || (given !== null && key === firstKey.current)) return;
    let live = true;
    void shopper
      .decide(point, { actions: offered === '' ? [] : offered.split(' '), render: false })
      .then((answer) => {
        if (!live) return;
        setDismissed(false);
        setDecided(answer);
      });
    return () => {
      live = false;
    };
  }, [shopper, point, offered, when, key, given]);

  const decision = decided?.decision ?? null;
  const write = useMemo(
    () =>
      onceEach((event: ActionEvent) => (decision === null ? undefined : shopper?.action(decision, event))),
    [shopper, decision],
  );
  const unwatch = useRef<() => void>(() => undefined);
  const ref = useCallback(
    (element: Element | null) => {
      unwatch.current();
      unwatch.current = () => undefined;
      if (element === null || decision === null) return;
      write('rendered');
      unwatch.current = watchSeen(window, element, () => write('seen'));
    },
    [decision, write],
  );
  const dismiss = useCallback(() => {
    write('dismissed');
    setDismissed(true);
  }, [write]);
  const acted = useCallback(() => write('acted'), [write]);
  return { action: dismissed ? NONE : (decided?.action ?? NONE), decided, ref, dismiss, acted };
};
