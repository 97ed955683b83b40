import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { VisitState } from '../core/index.ts';
import { useShopper } from './shopper-context.ts';

const EVENTS = ['running', 'friction', 'step', 'decision', 'profile', 'drop'] as const;
const onServer = () => null;

/** The live state of friction; null on a server and while nothing runs. Renders anew at each fact, step and decision. */
export const useFriction = (): VisitState | null => {
  const shopper = useShopper();
  /** a state is made anew each time it is read, and React needs the same one until something has happened */
  const held = useRef<{ shopper: unknown; state: VisitState | null }>({ shopper: null, state: null });
  const read = useCallback(() => {
    if (held.current.shopper !== shopper) held.current = { shopper, state: shopper?.state() ?? null };
    return held.current.state;
  }, [shopper]);
  const subscribe = useCallback(
    (tell: () => void) => {
      const again = () => {
        held.current = { shopper, state: shopper?.state() ?? null };
        tell();
      };
      const stops = EVENTS.map((event) => shopper?.on(event, again));
      again();
      return () => {
        for (const stop of stops) stop?.();
      };
    },
    [shopper],
  );
  return useSyncExternalStore(subscribe, read, onServer);
};
