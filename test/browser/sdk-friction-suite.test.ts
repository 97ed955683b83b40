import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumStage } from '../../bench/friction/chromium-stage.ts';
import { ownTool } from '../../bench/friction/own-tool.ts';
import { play } from '../../bench/friction/play.ts';
import { ALL } from '../../bench/friction/scenarios.ts';
import { differences } from '../../bench/friction/score.ts';
import { launchChromium } from '../support/chromium.ts';
import { holdTime } from './hold-time.ts';

/** A request and another window take the machine's own time, whatever the clock of the page says. */
const IN_REAL_TIME = ['payment is refused by the server', 'window.open by script'];
/** A page or two of each kind; `npm run bench -- friction` plays all of them, beside the peers. */
const SOME = [
  ...IN_REAL_TIME,
  'stepper in a number field, whose value no mutation shows',
  'menu that opens on pointerdown',
  'open shadow root, pressed inside',
  'checkbox by its label, on and off again',
  'dead link: href="#"',
  'dead button that only ripples',
  'disabled button that lets the pointer through, as frameworks style it',
  'dead button, pressed in rage',
  'a press whose handler fails',
  'native validation blocks an empty form',
  'ARIA: wrong, tried again, left wrong',
  'the pointer rests on “place order” and goes',
  'stages that the shop names by call, back and forth',
  'a page that the server sends back with its errors',
  'a form that Angular draws: states of fields that no one has touched, and of one that is typed into',
  'shipping costs stand in the page as it comes, and the shopper stops to think',
  'lightbox: press removes the picture alone',
  'stepper at the top of a shadow root, one press',
  'late element, nothing added after it',
  'focus menu by opacity alone',
  'error texts stand in the page, visibility hidden',
  'role=button by Enter with a key handler',
  'role=button by Space ×4, no key handler',
  'MUI button with a touch ripple of two nested spans, no handler',
  'dead button; a second later the shopper goes into a MUI field whose label floats',
  'dead “Use saved address”; 1.3 s later the shopper types into the field himself',
  'error in the click handler of a canvas zoom',
  'rage: each press writes the same markup again, and nothing is to be seen',
  'Tailwind error lines alone (text-red-600), no ARIA',
  'message of class error stands beside the field; gone back to, left wrong',
  'Bootstrap: alert-success with role=alert inside the newsletter form',
  'Tailwind: the pointer rests on a thumbnail button (class border) while one reads',
  'disabled select (state, until the country is chosen) is pressed',
  'a slotted button that answers inside a shadow root which came late, with no change to hear of',
  'main is left inert after a drawer closed: the button in it is dead',
  'dead button; announcement bar turns messages with hidden, as siblings, every 1.5 s',
  'dead button; then the pointer goes over the menu, which opens by mouseenter',
  'invoice is downloaded by a hidden frame',
  'types an address while the pointer happens to lie on Continue',
];
/** How fast a page runs is the test machine's affair: what it says of speed may come or not. */
const OF_THE_MACHINE = /false (slow-|long-frame|layout-shift)/;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

it('feels on labelled pages what their labels say, with no edge, by the script tag', async () => {
  const wanted = ALL.filter(({ name }) => SOME.includes(name));
  expect(wanted).toHaveLength(SOME.length);
  const real = ({ name }: { name: string }) => IN_REAL_TIME.includes(name);
  const played = [
    ...(await play([chromiumStage(browser)], wanted.filter(real), [ownTool()])),
    ...(await play(
      [chromiumStage(browser, holdTime)],
      wanted.filter((one) => !real(one)),
      [ownTool()],
      { width: 4 },
    )),
  ];
  expect(played).toHaveLength(SOME.length);
  const wrong = differences(played).flatMap((line) => {
    const [name, told = ''] = line.split(/: (?=missed|false|fault)/);
    const rest = told.split(', ').filter((one) => !OF_THE_MACHINE.test(one));
    return rest.length === 0 ? [] : [`${name}: ${rest.join(', ')}`];
  });
  expect(wrong).toEqual([]);
});
