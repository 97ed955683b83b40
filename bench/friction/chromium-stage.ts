import type { Browser, BrowserContext } from 'playwright-core';
import type { Opened, Stage } from './stage.ts';

/** How long a person reads a question before answering it, ms. */
export const READ_MS = 600;

/** Holds the clock of a context's pages; what it gives lets ms pass. */
type Hold = (context: BrowserContext) => Promise<(ms: number) => Promise<void>>;

/** Chromium by Playwright: a context a page, in the machine's own time unless it is held. */
export const chromiumStage = (browser: Browser, hold?: Hold): Stage => ({
  async open(scenario, hear, onFelt) {
    const context = await browser.newContext({ hasTouch: scenario.touch ?? false, acceptDownloads: true });
    const close = () => context.close();
    try {
      await context.exposeBinding('__felt', (_, word: string) => onFelt(word));
      await hear?.(context);
      const pass = await hold?.(context);
      const page = await context.newPage();
      page.on('dialog', (dialog) => setTimeout(() => void dialog.accept().catch(() => undefined), READ_MS));
      const goto: Opened['goto'] = (url, early) => page.goto(url, { waitUntil: early ? 'commit' : 'load' });
      return { page, goto, close, ...(pass === undefined ? {} : { pass }) };
    } catch (error) {
      await close();
      throw error;
    }
  },
});
