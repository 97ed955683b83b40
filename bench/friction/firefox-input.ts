import type { Bidi } from '../../test/support/bidi.ts';
import type { PageLike, PressOptions } from './page-like.ts';

/** Keys that have no character, as WebDriver names them. */
const KEYS: Readonly<Record<string, string>> = {
  Enter: '\uE007',
  Tab: '\uE004',
  Backspace: '\uE003',
  Delete: '\uE017',
  Escape: '\uE00C',
  Space: ' ',
  End: '\uE010',
  Home: '\uE011',
  ArrowUp: '\uE013',
  ArrowDown: '\uE015',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
  ControlOrMeta: '\uE009',
};

const keyOf = (name: string): string => {
  const key = KEYS[name] ?? (name.length === 1 ? name : undefined);
  if (key === undefined) throw new Error(`got the key ${name}; known are ${Object.keys(KEYS).join(', ')}`);
  return key;
};

const pause = (ms: number) => ({ type: 'pause', duration: ms });
const BUTTONS = { left: 0, right: 2 } as const;

/** Mouse, keyboard, wheel and finger as the browser's own input, by WebDriver BiDi's actions. */
export const firefoxInput = (
  bidi: Bidi,
  context: string,
): Pick<PageLike, 'mouse' | 'keyboard' | 'touchscreen'> => {
  const perform = async (source: Record<string, unknown>, actions: readonly object[]): Promise<void> => {
    await bidi.send('input.performActions', { context, actions: [{ ...source, actions }] });
  };
  const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } };
  const finger = { type: 'pointer', id: 'finger', parameters: { pointerType: 'touch' } };
  const keys = { type: 'key', id: 'keys' };
  const to = (x: number, y: number) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y) });
  const down = (button: 0 | 2 = 0) => ({ type: 'pointerDown', button });
  const up = (button: 0 | 2 = 0) => ({ type: 'pointerUp', button });
  let [atX, atY] = [0, 0];
  return {
    mouse: {
      async move(x, y, { steps = 1 } = {}) {
        const path = Array.from({ length: steps }, (_, k) =>
          to(atX + ((x - atX) * (k + 1)) / steps, atY + ((y - atY) * (k + 1)) / steps),
        );
        [atX, atY] = [x, y];
        // A hand takes a frame a step: moves of one moment would be one event to the page.
        await perform(
          mouse,
          path.flatMap((step) => [step, pause(16)]),
        );
      },
      down: () => perform(mouse, [down()]),
      up: () => perform(mouse, [up()]),
      async click(x, y, { button = 'left', clickCount = 1, delay = 0 }: PressOptions = {}) {
        [atX, atY] = [x, y];
        const of = BUTTONS[button];
        const press = [down(of), pause(delay), up(of)];
        await perform(mouse, [to(x, y), ...Array.from({ length: clickCount }, () => press).flat()]);
      },
      wheel: (dx, dy) =>
        perform({ type: 'wheel', id: 'wheel' }, [
          { type: 'scroll', x: Math.round(atX), y: Math.round(atY), deltaX: dx, deltaY: dy },
        ]),
    },
    keyboard: {
      async type(text, { delay = 0 } = {}) {
        for (const value of text) {
          await perform(keys, [{ type: 'keyDown', value }, { type: 'keyUp', value }, pause(delay)]);
        }
      },
      async press(name) {
        const held = name.split('+').map(keyOf);
        const downs = held.map((value) => ({ type: 'keyDown', value }));
        const ups = [...held].reverse().map((value) => ({ type: 'keyUp', value }));
        await perform(keys, [...downs, ...ups]);
      },
    },
    touchscreen: { tap: (x, y) => perform(finger, [to(x, y), down(), pause(30), up()]) },
  };
};
