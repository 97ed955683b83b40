import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goldenDecision, goldenStudy } from '../console/golden-study.ts';
import { launchChromium } from '../support/chromium.ts';
import { type ConsoleSite, startConsoleSite } from './console-site.ts';

const VIEWS =
  'overview releases value friction overlap calibration fairness budget drift gates scenarios audit decisions'.split(
    ' ',
  );

let browser: Browser;
let site: ConsoleSite;
let page: Page;
const complaints: string[] = [];

const open = async (hash = ''): Promise<void> => {
  await page.goto('about:blank');
  await page.goto(`${site.url}${hash}`);
  await page.waitForSelector('main section:not([hidden]), main > h1');
};
/** Elements of the shown page that break a rule a screen reader relies on. */
const faultsHere = (): Promise<string[]> =>
  page.evaluate(() => {
    const section = document.querySelector('main > section:not([hidden])');
    if (section === null) return ['no view is shown'];
    const all = <E extends Element>(what: string) => [...section.querySelectorAll<E & HTMLElement>(what)];
    const say = (what: string, found: Element[]) =>
      found.map((each) => `${what}: ${each.outerHTML.slice(0, 80)}`);
    const levels = all('h1, h2, h3').map((head) => Number(head.tagName[1]));
    const jump = levels.some((level, k) => (k === 0 ? level !== 1 : level > (levels[k - 1] ?? 0) + 1));
    return [
      ...(jump ? [`headings in the order ${levels.join(' ')}`] : []),
      ...say(
        'plot without a text',
        all('svg').filter((svg) => (svg.getAttribute('aria-label') ?? '').length < 10),
      ),
      ...say(
        'plot without its table',
        all('figure').filter((f) => f.parentElement?.querySelector('details table') === null),
      ),
      ...say(
        'table without a caption',
        all<HTMLTableElement>('table').filter(({ caption }) => caption === null),
      ),
      ...say(
        'head of a table without a scope',
        all('th').filter((th) => !th.hasAttribute('scope')),
      ),
      ...say(
        'field without a label',
        all<HTMLInputElement>('input').filter(({ labels }) => labels?.length !== 1),
      ),
      ...say(
        'link or button without a name',
        all('a, button').filter((each) => each.textContent?.trim() === ''),
      ),
      ...say(
        'number that is none',
        all('td, dd, svg text').filter((each) =>
          /NaN|undefined|Infinity|\[object/.test(each.textContent ?? ''),
        ),
      ),
    ];
  });

beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), startConsoleSite(goldenStudy())]);
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});
beforeEach(() => site.show(goldenStudy()));
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

describe('the console', () => {
  it('shows every view of a real study, whole, readable without eyes, under a policy without anything inline', async () => {
    await open();
    expect(await page.locator('nav a').count()).toBe(VIEWS.length);
    for (const view of VIEWS) {
      await page.evaluate((name) => {
        location.hash = `#/${name}`;
      }, view);
      await page.waitForSelector(`#${view}:not([hidden])`);
      expect(await page.locator(`#${view}`).getAttribute('data-empty'), view).toBeNull();
      expect(await page.locator(`#${view}`).innerText()).not.toMatch(/cannot read its data/);
      expect(await faultsHere(), view).toEqual([]);
    }
    expect(await page.locator('#drift .alert').count()).toBe(goldenStudy().console?.alerts.length);
    await page.getByText('The chain is whole').waitFor({ state: 'attached' });
    expect(complaints).toEqual([]);
  });

  it('explains one decision down to its raw files', async () => {
    const { decision, data } = goldenDecision().told;
    await open(`#/decisions/${decision.id}`);
    await page.waitForSelector('[data-part="story"] .facts');
    const told = await page.locator('[data-part="story"]').innerText();
    expect(told).toContain(decision.action);
    expect(told).toContain(decision.release);
    expect(told).toContain(`The ${data?.files.length} raw files`);
    expect(await faultsHere()).toEqual([]);
    await open('#/decisions/0123456789');
    await page.getByText('no decision of the log begins so').waitFor();
  });

  it('is walked by the keyboard alone', async () => {
    await open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    for (let k = 0; k < 6; k++) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Policy value');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'value-title');
    expect(await page.locator('nav [aria-current="page"]').innerText()).toBe('Policy value');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
    await page.keyboard.press('Enter');
    expect(await page.locator('#value details[open] table').isVisible()).toBe(true);
  });

  it('is dark as the system wishes, and as the reader says', async () => {
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await open();
    const light = await paper();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await paper();
    expect(dark).not.toBe(light);
    const button = page.locator('#theme');
    // the page hears of the system's wish by an event, a moment later
    await expect.poll(() => button.getAttribute('aria-pressed')).toBe('true');
    await button.click();
    expect(await paper()).toBe(light);
    await open();
    expect(await paper()).toBe(light);
    await page.evaluate(() => localStorage.clear());
    await page.emulateMedia({ colorScheme: null });
  });

  it('prints every view, light, without what only a screen needs', async () => {
    await open();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const seen = await page.$$eval(
      'main > section',
      (all) => all.filter((one) => one.checkVisibility()).length,
    );
    expect(seen).toBe(VIEWS.length);
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    const pages = (await page.pdf({ preferCSSPageSize: true }))
      .toString('latin1')
      .match(/\/Type\s*\/Page\b/g);
    expect(pages?.length).toBeGreaterThanOrEqual(VIEWS.length);
    await page.emulateMedia({ media: null, colorScheme: null });
  });

  it('fits a narrow screen', async () => {
    await page.setViewportSize({ width: 380, height: 800 });
    for (const view of ['overview', 'friction', 'gates']) {
      await open(`#/${view}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('says what is missing, what is broken, and loses no more than that', async () => {
    const study = goldenStudy();
    site.show({
      ...study,
      console: null,
      keys: {},
      lineage: {},
      decisions: [],
      missing: ['There is no registry: begin one.'],
    });
    await open();
    await page.getByText('There is no registry: begin one.').waitFor();
    expect(await page.locator('#gates').getAttribute('data-empty')).toBe('yes');
    if (study.console === null) throw new Error('the golden study has a registry');
    const [first, ...others] = study.console.audit.entries;
    if (first === undefined) throw new Error('the golden study has an audit log');
    const audit = { ...study.console.audit, entries: [{ ...first, who: 'another' }, ...others] };
    const odd = { ...study.console, audit, frictionMap: 'none' as unknown as [] };
    site.show({ ...study, console: odd });
    await open('#/audit');
    await page.getByText('The chain is broken at entry 1').waitFor();
    await page.evaluate(() => {
      location.hash = '#/friction';
    });
    await page.getByText('This view cannot read its data').waitFor();
  });
});
