import type { Browser, BrowserContext, Page } from 'playwright-core';

export type DeviceResult = {
  /** ids of every line that a page told of as it wrote it */
  readonly written: readonly string[];
  readonly returned: boolean;
  /** its IndexedDB takes nothing */
  readonly closed: boolean;
  readonly faults: Readonly<Record<Fault, number>>;
};
export type Fault = 'killed' | 'offline' | 'two tabs' | 'back from the cache' | 'closed storage';

const STAGES = ['cart', 'shipping', 'payment', 'review'];
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** What a shopper does on a page, by the page's own calls: a fact or a stage now and then. */
const live = async (pages: readonly Page[], ms: number, chance: () => number): Promise<void> => {
  for (const end = performance.now() + ms; performance.now() < end; ) {
    for (const page of pages) {
      const call =
        chance() < 0.5
          ? `shopper.friction('payment-failed','pay')`
          : `shopper.stage('${STAGES[Math.floor(chance() * 4)]}')`;
      await page.evaluate(call);
    }
    await pause(150 + chance() * 500);
  }
};

/** The renderer goes without a word, as when the system takes its memory. */
const kill = async (context: BrowserContext, page: Page): Promise<void> => {
  const cdp = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  cdp.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close().catch(() => undefined);
};

/** A tab that is closed by hand tells its page so; a driver's own way to close one does not. */
const shut = async (page: Page): Promise<void> => {
  await page.goto('about:blank');
  await page.close();
};

/** One device: some pages with faults, and, mostly, a page some time later. Real pages, storage, beacons and requests. */
export const playDevice = async (
  browser: Browser,
  url: string,
  chance: () => number,
): Promise<DeviceResult> => {
  const faults = { killed: 0, offline: 0, 'two tabs': 0, 'back from the cache': 0, 'closed storage': 0 };
  const context = await browser.newContext();
  const written: string[] = [];
  await context.exposeBinding('__wrote', (_, id: string) => void written.push(id));
  await context.exposeBinding('__back', () => void (faults['back from the cache'] += 1));
  const closed = chance() < 0.03;
  if (closed) {
    faults['closed storage'] = 1;
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('closed', 'InvalidStateError');
      };
    });
  }
  const open = async (path: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${url}/${path}`);
    return page;
  };
  let page = await open('a');
  const count = 1 + Math.floor(chance() * 3);
  for (let p = 0; p < count; p++) {
    const other = chance() < 0.15 ? await open('b') : null;
    if (other !== null) faults['two tabs'] += 1;
    const away = chance() < 0.15;
    if (away) {
      faults.offline += 1;
      await context.setOffline(true);
    }
    await live(other === null ? [page] : [page, other], 2000 + chance() * 6000, chance);
    const draw = chance();
    if (draw < 0.08) {
      faults.killed += 1;
      await kill(context, page);
      if (away) await context.setOffline(false);
      page = await open(`k${p}`);
    } else {
      if (away && chance() < 0.5) await shut(page);
      if (away) await context.setOffline(false);
      if (page.isClosed()) page = await open(`o${p}`);
      else {
        await page.goto(`${url}/n${p}`);
        if (draw < 0.25) {
          await page.goBack();
          await live([page], 1000, chance);
        }
      }
    }
    if (other !== null) await shut(other);
  }
  await live([page], 1000, chance);
  await shut(page);
  const returned = chance() < 0.9;
  if (returned) {
    // Two minutes later by the page's clock: a page that was killed is held for gone after one and a half.
    await context.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + 120_000;
    });
    const back = await open('later');
    const left = () =>
      back.evaluate(
        () =>
          new Promise<number>((done) => {
            const request = indexedDB.open('causeway');
            request.onerror = () => done(0);
            request.onsuccess = () => {
              const keys = request.result.transaction('device').objectStore('device').getAllKeys();
              keys.onerror = () => done(0);
              keys.onsuccess = () =>
                done(keys.result.filter((key) => String(key).startsWith('unsent.')).length);
            };
          }),
      );
    // As long as something waits on the device, and not longer than a visitor would stay.
    for (let k = 0; k < 60 && !closed && (k < 4 || (await left()) > 0); k++) await pause(500);
    await shut(back);
  }
  await pause(300);
  await context.close();
  return { written, returned, closed, faults };
};
