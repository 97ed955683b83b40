import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firefoxStage } from '../../bench/friction/firefox-stage.ts';
import { ownTool } from '../../bench/friction/own-tool.ts';
import { play } from '../../bench/friction/play.ts';
import { ALL } from '../../bench/friction/scenarios.ts';
import { differences } from '../../bench/friction/score.ts';
import { type Firefox, firefoxPath, launchFirefox } from '../support/firefox.ts';
import { type Site, serveSite } from './sdk-shell-site.ts';

/** A page of each sense; `npm run bench -- friction-firefox` plays all of them. */
const SOME = [
  'stepper in a number field, whose value no mutation shows',
  'dead link: href="#"',
  'dead button, pressed in rage',
  'a press whose handler fails',
  'payment is refused by the server',
  'native validation blocks an empty form',
  'the pointer rests on “place order” and goes',
];
/** How fast a page runs is the test machine's affair: what it says of speed may come or not. */
const OF_THE_MACHINE = /false (slow-|long-frame|layout-shift)/;
const PAGE = '<!doctype html><title>Shop</title><script src="/causeway.js"></script><h1>Basket</h1>';

/** Where there is no Firefox these are counted as skipped, and the rest says what it knows. */
describe.skipIf(firefoxPath() === null)('in Firefox', () => {
  let foxes: Firefox[] = [];
  let site: Site;
  beforeAll(async () => {
    site = await serveSite(() => PAGE);
    // Two, each with the focus of its own: a scenario is mostly waiting.
    foxes = await Promise.all([launchFirefox(), launchFirefox()]);
  });
  afterAll(async () => {
    await Promise.all(foxes.map(({ stop }) => stop()));
    site?.stop();
  });

  it('feels on labelled pages what their labels say', async () => {
    const wanted = ALL.filter(({ name }) => SOME.includes(name));
    expect(wanted).toHaveLength(SOME.length);
    const played = await play(foxes.map(firefoxStage), wanted, [ownTool()], { width: foxes.length });
    const wrong = differences(played).flatMap((line) => {
      const [name, told = ''] = line.split(/: (?=missed|false|fault)/);
      const rest = told.split(', ').filter((one) => !OF_THE_MACHINE.test(one));
      return rest.length === 0 ? [] : [`${name}: ${rest.join(', ')}`];
    });
    expect(wrong).toEqual([]);
  }, 180_000);

  it('verifies the profile, runs the kernel, decides, and delivers what a page leaves behind', async () => {
    const opened = await firefoxStage(foxes[0] as Firefox).open({} as never, undefined, () => undefined);
    const { page } = opened;
    const until = async (expression: string): Promise<void> => {
      for (let k = 0; k < 200 && (await page.evaluate(expression)) !== true; k++)
        await page.waitForTimeout(50);
      expect(await page.evaluate(expression), expression).toBe(true);
    };
    await opened.goto(`${site.url}/cart`, false);
    await page.evaluate(`window.shopper = causeway.start(${JSON.stringify(site.start)})`);
    await until('shopper.state()?.signed === true');
    await page.evaluate(`shopper.friction('payment-failed', 'pay')`);
    await until(`shopper.state().hazard > 0 && shopper.state().phi.some((x) => x > 0)`);
    expect(await page.evaluate(`Object.keys(shopper.state().drops).join()`)).toBe('');
    const action = await page.evaluate(
      `shopper.decide('checkout-help', ['form-help']).then((d) => d.action + ' ' + d.propensity)`,
    );
    expect(action).toBe('form-help 0.5');
    await opened.goto('about:blank', false);
    for (let k = 0; k < 200 && !site.lines().some(({ kind }) => kind === 'end'); k++)
      await page.waitForTimeout(50);
    const kinds = site.lines().map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['asked', 'step', 'end']));
    await opened.close();
  }, 60_000);
});
