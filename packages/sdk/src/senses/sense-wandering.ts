import type { Stage } from '@causeway/contract';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';
import { onActive, onBack, onLook, onPress, onScroll, onStage, startWandering } from './wandering-reducer.ts';

/** Stages back and forth, scrolling up and down, coming back after a while. `trail` holds the visit's last stages. */
export const senseWandering =
  (trail: readonly Stage[]): Sense =>
  (page) => {
    const tell = hold(page, startWandering(page.nowMs(), trail, scrollY));
    let hiddenAt = Infinity;
    page.hear({
      scroll({ target }: Event) {
        const { clientHeight, scrollTop } = target as Element;
        if (target === document) tell(onScroll, scrollY);
        // A shop that scrolls within its window as an app does.
        else if (clientHeight > innerHeight * 0.7 && document.documentElement.scrollHeight <= innerHeight)
          tell(onScroll, scrollTop);
      },
      'pointermove keydown': () => tell(onActive),
      pointerdown: () => tell(onPress),
      keydown: ({ key }: KeyboardEvent) => key === 'Enter' && tell(onPress),
      visibilitychange() {
        if (document.hidden) hiddenAt = page.nowMs();
        else tell(onBack, hiddenAt);
      },
      ':stage': (stage: Stage) => tell(onStage, stage),
      ':tick'() {
        tell(onLook);
        // Someone who writes into a frame, a card's number mostly, is not heard, and is not away.
        if (document.activeElement?.localName === 'iframe' && document.hasFocus()) tell(onActive);
      },
    });
  };
