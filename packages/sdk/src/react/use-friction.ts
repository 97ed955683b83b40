import { useEffect, useState } from 'react';
import type { VisitState } from '../core/index.ts';
import { useShopper } from './shopper-context.ts';

/** The live state of friction; null on a server and while nothing runs. Renders anew at each fact, step and decision. */
export const useFriction = (): VisitState | null => {
  const shopper = useShopper();
  const [state, setState] = useState<VisitState | null>(null);
  useEffect(() => {
    if (shopper === null) return;
    const read = () => setState(shopper.state());
    read();
    const events = ['running', 'fact', 'step', 'decision', 'profile', 'drop'] as const;
    const stops = events.map((event) => shopper.on(event, read));
    return () => {
      for (const stop of stops) stop();
      setState(null);
    };
  }, [shopper]);
  return state;
};
