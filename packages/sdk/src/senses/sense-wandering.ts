import type { Stage } from '@causeway/contract';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';
import { reduceWandering, startWandering } from './wandering-reducer.ts';

/** A moving pointer is looked at so often, ms. */
const MOVE_EVERY_MS = 1000;

/** Stages back and forth, scrolling up and down, coming back after a while. `trail` holds the visit's last stages. */
export const senseWandering =
  (trail: readonly Stage[]): Sense =>
  (page) => {
    const { window: view, listen, now } = page;
    const { document } = view;
    const tell = hold(page, reduceWandering, startWandering(now(), trail, view.scrollY));
    listen(view, 'scroll', (event) => {
      if (event.target === document) tell({ type: 'scroll', y: view.scrollY });
    });
    let toldAt = -Infinity;
    listen(document, 'pointermove keydown', () => {
      const at = now();
      if (at - toldAt < MOVE_EVERY_MS) return;
      toldAt = at;
      tell({ type: 'active' });
    });
    listen(document, 'pointerdown', () => tell({ type: 'press' }));
    let hiddenAt: number | null = null;
    listen(document, 'visibilitychange', () => {
      if (document.visibilityState === 'hidden') hiddenAt = now();
      else if (hiddenAt !== null) {
        tell({ type: 'back', from: hiddenAt });
        hiddenAt = null;
      }
    });
    page.signals.on('stage', (stage) => tell({ type: 'stage', stage }));
    page.signals.on('tick', () => tell({ type: 'time' }));
  };
