import type { PageLike } from './page-like.ts';

/** Real input, by mouse, keyboard and finger, in the words of the scenarios. */
export type Driver = {
  readonly page: PageLike;
  wait(ms: number): Promise<void>;
  /** presses in the middle of an element, without scrolling to it or waiting for it to be enabled */
  click(selector: string, times?: number, gapMs?: number): Promise<void>;
  hover(selector: string): Promise<void>;
  type(text: string, gapMs?: number): Promise<void>;
  key(name: string, times?: number, gapMs?: number): Promise<void>;
  wheel(dy: number): Promise<void>;
};

const middle = async (page: PageLike, selector: string): Promise<readonly [number, number]> => {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not on the page`);
  return [box.x + box.width / 2, box.y + box.height / 2];
};

/** `pass` lets time pass in a page whose clock is held; without it the page's time is the machine's. */
export const driverOf = (page: PageLike, pass?: (ms: number) => Promise<void>): Driver => {
  const wait = pass ?? ((ms: number) => page.waitForTimeout(ms));
  const repeat = async (times: number, gapMs: number, act: () => Promise<void>) => {
    for (let k = 0; k < times; k++) {
      if (k > 0) await wait(gapMs);
      await act();
    }
  };
  return {
    page,
    wait,
    async click(selector, times = 1, gapMs = 120) {
      const [x, y] = await middle(page, selector);
      await page.mouse.move(x, y);
      await repeat(times, gapMs, () => page.mouse.click(x, y));
    },
    async hover(selector) {
      const [x, y] = await middle(page, selector);
      await page.mouse.move(x, y, { steps: 4 });
    },
    async type(text, gapMs = 60) {
      if (pass === undefined) return page.keyboard.type(text, { delay: gapMs });
      for (const letter of text) {
        await page.keyboard.type(letter);
        await pass(gapMs);
      }
    },
    key: (name, times = 1, gapMs = 80) => repeat(times, gapMs, () => page.keyboard.press(name)),
    async wheel(dy) {
      for (let k = 0; k < 4; k++) {
        await page.mouse.wheel(0, dy / 4);
        await wait(60);
      }
      await wait(250);
    },
  };
};
