import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Demo } from '../../demo-store/stage/start-demo.ts';
import { until } from '../support/until.ts';
import { linesOf, loggedNow } from './logged-now.ts';

/** Of a busy machine. */
const PATIENCE_MS = 120_000;

export type Base = '' | '/react';

/** One visitor in a browser of their own, everything that went wrong in the page, and the edge's word on the visit's last line. */
export type Visitor = {
  readonly page: Page;
  readonly wrong: string[];
  readonly context: BrowserContext;
  readonly ended: Promise<void>;
};

/** A refusal that the shop itself answers on purpose is told by the browser; it is nobody's error. */
const REFUSED = /Failed to load resource.*(402|403|422)/;

export const newVisitor = async (browser: Browser): Promise<Visitor> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const ended = new Promise<void>((done) => {
    context.on('response', (response) => {
      if (response.ok() && response.request().postData()?.includes('"kind":"end"')) done();
    });
  });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    const bad = message.type() === 'error' || message.type() === 'warning';
    if (bad && !REFUSED.test(message.text())) wrong.push(`${message.text()} ${message.location().url}`);
  });
  return { page, wrong, context, ended };
};

/** After an order. A shopper looks at the last page for longer than its lines take; a browser that is closed at once sends none. */
export const leave = async ({ context, ended }: Visitor): Promise<void> => {
  await ended;
  await context.close();
};

const ADDRESS = {
  name: 'Sage Thistle',
  email: 'sage@example.com',
  street: 'Herb Lane 7',
  postcode: '1012 AB',
  city: 'Amsterdam',
};

export const panelOf = (page: Page) => page.locator('#glass-panel');

/** A person takes longer to look at a page than the SDK takes to wake up on it. */
const settled = (page: Page): Promise<void> =>
  panelOf(page)
    .getByRole('region', { name: 'Visitor' })
    .getByText(/^Release [0-9a-f]+/)
    .waitFor();

/** Enters the shop as a customer, or as a guest, and gives consent. */
export const enter = async (page: Page, at: string, customer: string | null = null): Promise<void> => {
  await page.goto(at);
  await page.getByRole('button', { name: 'Yes, that is fine' }).click();
  if (customer !== null) {
    const home = page.waitForEvent('load');
    await panelOf(page).getByLabel('Shop as').selectOption(customer);
    await home;
  }
  await settled(page);
};

/** From the door to the address form, by the shop's own links and buttons. */
export const fillBasket = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'See the shelves' }).click();
  await settled(page);
  await page.getByRole('link', { name: /Santoku/ }).click();
  await settled(page);
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.getByText('It is in your basket').waitFor();
  await page.getByRole('link', { name: 'Go to basket' }).click();
  await settled(page);
  await page.getByRole('button', { name: 'One more: Santoku, 17 cm' }).click();
  await page.getByText('€184.00').first().waitFor();
  await page.getByRole('link', { name: 'Check out' }).click();
  await settled(page);
};

/** Fills in the address and sends it as often as it takes; how often that was. */
export const giveAddress = async (page: Page): Promise<number> => {
  for (const [name, value] of Object.entries(ADDRESS)) await page.locator(`#f-${name}`).fill(value);
  await page.locator('#f-country').selectOption('NL');
  const send = page.getByRole('button', { name: 'Continue to payment' });
  for (let tries = 1; tries < 5; tries++) {
    const answered = page.waitForResponse(/\/api\/shipping$/);
    await send.click();
    if ((await answered).ok()) {
      await page.waitForURL(/\/payment$/);
      await settled(page);
      return tries;
    }
    await page.getByText('Some of this needs another look.').waitFor();
  }
  throw new Error('the address was never accepted');
};

/** Pays by card as often as it takes; how often that was. */
export const pay = async (page: Page): Promise<number> => {
  await page.locator('#f-number').fill('4242 4242 4242 4242');
  await page.locator('#f-expiry').fill('12 / 30');
  await page.locator('#f-code').fill('123');
  for (let tries = 1; tries < 5; tries++) {
    const answered = page.waitForResponse(/\/api\/order$/);
    await page.getByRole('button', { name: /^Pay €/ }).click();
    if ((await answered).ok()) {
      await page.getByText('is being packed').waitFor();
      return tries;
    }
    await page.getByText('Your bank did not approve this payment').waitFor();
  }
  throw new Error('no payment was ever accepted');
};

/** The name of the page's visit, as the SDK carries it from page to page. */
export const sessionOf = (page: Page): Promise<string> =>
  page
    .waitForFunction(() => {
      const kept = JSON.parse(sessionStorage.getItem('causeway.visit') ?? 'null') as {
        snapshot: { session: string };
      } | null;
      return kept?.snapshot.session;
    })
    .then((handle) => handle.jsonValue() as Promise<string>);

/** The log of a visit, once the shop has told of its order and what the pages handed over on their way out has arrived. */
export const logged = ({ edge, outbox }: Pick<Demo, 'edge' | 'outbox'>, session: string) =>
  until(async () => {
    expect(outbox.pending()).toBe(0);
    const lines = await loggedNow(edge, session);
    const steps = linesOf(lines, 'step').map(({ step }) => step);
    expect(steps).toEqual(steps.map((_, k) => k + 1));
    return lines;
  });
