import type { Bidi } from '../../test/support/bidi.ts';
import { firefoxInput } from './firefox-input.ts';
import type { Box, PageLike } from './page-like.ts';

type Evaluated = {
  readonly type: string;
  readonly result?: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string };
};

/** A tab of Firefox in the words that the scenarios use. */
export const firefoxPage = (bidi: Bidi, context: string): PageLike => {
  const input = firefoxInput(bidi, context);
  const evaluate = async (expression: string): Promise<unknown> => {
    const { type, result, exceptionDetails } = await bidi.send<Evaluated>('script.evaluate', {
      expression,
      target: { context },
      awaitPromise: true,
      userActivation: false,
    });
    if (type === 'exception') throw new Error(exceptionDetails?.text ?? 'the page threw');
    return result?.value;
  };
  const boxOf = async (selector: string): Promise<Box | null> => {
    const text = await evaluate(
      `(() => {const e=document.querySelector(${JSON.stringify(selector)});if(!e)return 'null';` +
        'const {x,y,width,height}=e.getBoundingClientRect();return JSON.stringify({x,y,width,height})})()',
    );
    return JSON.parse(String(text)) as Box | null;
  };
  const travel = (delta: number) => bidi.send('browsingContext.traverseHistory', { context, delta });
  return {
    ...input,
    locator: (selector) => ({
      focus: async () => void (await evaluate(`document.querySelector(${JSON.stringify(selector)}).focus()`)),
      async click({ modifiers = [] } = {}) {
        const box = await boxOf(selector);
        if (box === null) throw new Error(`${selector} is not on the page`);
        const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
        const held = modifiers.length > 0;
        // Both hands at once: the key goes down before the button and comes up after it.
        await bidi.send('input.performActions', {
          context,
          actions: [
            {
              type: 'key',
              id: 'keys',
              actions: held
                ? [{ type: 'keyDown', value: '\uE009' }, ...[0, 0, 0].map(() => ({ type: 'pause' }))]
                : [],
            },
            {
              type: 'pointer',
              id: 'mouse',
              parameters: { pointerType: 'mouse' },
              actions: [
                { type: 'pause' },
                { type: 'pointerMove', x, y },
                { type: 'pointerDown', button: 0 },
                { type: 'pointerUp', button: 0 },
              ],
            },
          ],
        });
        if (held) await bidi.send('input.releaseActions', { context });
      },
      first: () => ({ boundingBox: () => boxOf(selector) }),
    }),
    evaluate,
    goBack: () => travel(-1),
    goForward: () => travel(1),
    waitForTimeout: (ms) => new Promise((done) => setTimeout(done, ms)),
  };
};
