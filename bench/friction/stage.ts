import type { BrowserContext } from 'playwright-core';
import type { PageLike } from './page-like.ts';
import type { Scenario } from './scenario.ts';

/** How a peer's words are heard, where Playwright has the page. */
type Hear = (context: BrowserContext) => Promise<void>;

/** A page of its own for one scenario, with nothing kept from another. */
export type Opened = {
  readonly page: PageLike;
  /** resolves when the page has loaded; `early`: when its first bytes are there, for pages that hang on purpose */
  goto(url: string, early: boolean): Promise<unknown>;
  close(): Promise<void>;
  /** lets ms pass, where the page's clock is held */
  readonly pass?: (ms: number) => Promise<void>;
};

/** A browser as the scenarios need it. `onFelt` gets each word that the page gives to `__felt`. */
export type Stage = {
  open(scenario: Scenario, hear: Hear | undefined, onFelt: (word: string) => void): Promise<Opened>;
};
