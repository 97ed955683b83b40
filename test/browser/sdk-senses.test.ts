import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Fact } from '@causeway/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { ROOT } from '../support/root.ts';
import { holdTime } from './hold-time.ts';
import { SENSES_PAGE } from './senses-page.ts';

let server: Server;
let browser: Browser;
let base: string;

beforeAll(async () => {
  const bundle = readFileSync(join(ROOT, 'packages/sdk/dist/causeway.js'));
  server = createServer((request, response) => {
    const script = request.url === '/causeway.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(script ? bundle : SENSES_PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** How fast the page runs is the test machine's affair; these facts may come or not. */
const OF_THE_MACHINE = ['long-frame', 'slow-interaction', 'slow-load', 'slow-request', 'layout-shift'];

type Shopping = {
  readonly page: Page;
  /** Lets so much time pass in the page, and its timers with it. */
  readonly pass: (ms: number) => Promise<void>;
  readonly errors: string[];
  readonly facts: () => Promise<Fact[]>;
  /** Kinds with roles, sorted, once the senses have had time to judge. */
  readonly felt: (waitMs?: number) => Promise<string[]>;
  readonly press: (selector: string, times?: number, gapMs?: number) => Promise<void>;
};

/** A page of its own whose clock stands still but when a test lets time pass: how fast the machine is makes no difference. */
const shopping = (run: (shopping: Shopping) => Promise<void>) => async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  const facts = (): Promise<Fact[]> => page.evaluate('facts');
  try {
    page.on('pageerror', (error) => errors.push(error.message));
    const pass = await holdTime(page);
    await page.goto(base);
    await page.waitForFunction('shopper.state() !== null');
    // long enough for the tickers and the carousel to have shown their rhythm
    await pass(3200);
    await run({
      page,
      pass,
      errors,
      facts,
      async felt(waitMs = 4500) {
        await pass(waitMs);
        return (await facts())
          .filter(({ kind }) => !OF_THE_MACHINE.includes(kind))
          .map(({ kind, role }) => `${kind} ${role}`)
          .sort();
      },
      async press(selector, times = 1, gapMs = 120) {
        const box = await page.locator(selector).boundingBox();
        if (box === null) throw new Error(`no ${selector}`);
        for (let k = 0; k < times; k++) {
          await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
          if (k < times - 1) await pass(gapMs);
        }
      },
    });
  } finally {
    await page.close();
  }
};

describe('presses, with tickers and a carousel running in the page', () => {
  it(
    'a dead button, a dead link and a disabled one are dead; what answers, is not',
    shopping(async ({ pass, errors, felt, press }) => {
      for (const id of ['dead', 'alive', 'opens', 'next', 'dead-link', 'canvas', 'text']) {
        await press(`#${id}`);
        await pass(1200);
      }
      await press('#shadow-host button');
      await press('#disabled');
      expect(await felt()).toEqual(['dead-click button', 'dead-click button', 'dead-click link']);
      expect(errors).toEqual([]);
    }),
  );

  it(
    'presses again and again without an effect are rage, once; a stepper’s are not',
    shopping(async ({ pass, facts, felt, press }) => {
      await press('#plus', 6);
      await pass(1200);
      await press('#plus-later', 5);
      await pass(1200);
      await press('#next', 5, 200);
      await pass(1200);
      await press('#dead', 5);
      expect(await felt()).toEqual(['dead-click button', 'rage-click button']);
      const rage = (await facts()).find(({ kind }) => kind === 'rage-click');
      expect(rage).toMatchObject({ value: 5, unit: 'count', stage: 'cart' });
    }),
  );

  it(
    'a slow answer is told with its time, an error with the press that it belongs to',
    shopping(async ({ pass, errors, facts, felt, press }) => {
      await press('#slow');
      await pass(2200);
      await press('#boom');
      expect(await felt()).toEqual(['error-click button', 'slow-answer button']);
      const slow = (await facts()).find(({ kind }) => kind === 'slow-answer');
      expect(slow?.value).toBe(1500);
      expect(errors, 'the shop’s own error stays the shop’s').toEqual(['secret words']);
    }),
  );

  it(
    'looks at nothing inside an excluded subtree',
    shopping(async ({ felt, press }) => {
      await press('#ignored', 4);
      await press('#excluded button', 4);
      expect(await felt()).toEqual([]);
    }),
  );
});

describe('forms', () => {
  it(
    'native validation: the field in error and the blocked submit, no dead click',
    shopping(async ({ felt, press }) => {
      await press('#submit');
      expect(await felt()).toEqual([
        'submit-blocked field:email',
        'validation-error field:email',
        'validation-error field:postal-code',
      ]);
    }),
  );

  it(
    'ARIA validation, a field that is left in error, and one that is filled again',
    shopping(async ({ page, pass, felt, press }) => {
      await page.fill('#phone', '12345');
      await press('#check');
      await pass(300);
      await page.locator('#phone').pressSequentially('6');
      await page.locator('#plain').focus();
      await page.locator('#plain').pressSequentially('a secret');
      for (let k = 0; k < 7; k++) await page.keyboard.press('Backspace');
      await page.keyboard.type('another');
      expect(await felt(800)).toEqual([
        'field-abandoned field:tel',
        'refill field:text',
        'submit-blocked field:tel',
        'validation-error field:tel',
      ]);
      const lines = JSON.stringify(await page.evaluate('shopper.stop(), [lines, facts]'));
      expect(lines).not.toMatch(/secret|another|12345/);
    }),
  );

  it(
    'waiting before the first input is a hesitation',
    shopping(async ({ page, pass, felt, press }) => {
      await press('#plain');
      await pass(4300);
      await page.keyboard.type('x');
      expect(await felt(100)).toEqual(['hesitation-first-input field:text']);
    }),
  );
});

describe('a page that the shopper leaves alone', () => {
  it(
    'feels nothing in seven seconds of tickers, and nothing after stop',
    shopping(async ({ page, errors, felt, press }) => {
      expect(await felt(4000)).toEqual([]);
      await page.evaluate('shopper.stop()');
      await press('#dead', 4);
      expect(await felt()).toEqual([]);
      expect(errors).toEqual([]);
    }),
  );
});
