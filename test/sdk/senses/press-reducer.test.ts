import { describe, expect, it } from 'vitest';
import type { FeltFact } from '../../../packages/sdk/src/senses/felt-fact.ts';
import {
  type Press,
  type PressSignal,
  reducePress,
  startPresses,
} from '../../../packages/sdk/src/senses/press-reducer.ts';

type Timed = PressSignal & { readonly at: number };
const press = (at: number, more: Partial<Press> = {}): Timed => ({
  type: 'press',
  at,
  from: at,
  x: 10,
  y: 10,
  key: 1,
  role: 'button',
  judged: true,
  disabled: false,
  answered: false,
  ...more,
});
const answer = (at: number, near = false): Timed => ({ type: 'answer', at, near });
const maybe = (at: number): Timed => ({ type: 'answer', at, maybe: true });
const time = (at: number): Timed => ({ type: 'time', at });
const run = (signals: readonly Timed[]): FeltFact[] => {
  let state = startPresses;
  return signals.flatMap((signal) => {
    const [next, ...facts] = reducePress(state, signal, signal.at);
    state = next;
    return facts;
  });
};
const kinds = (signals: readonly Timed[]): string[] =>
  run([...signals, time(60_000)]).map(({ kind, value }) => `${kind} ${value}`);
const burst = (n: number, gap: number, after: (at: number) => Timed[] = () => []): Timed[] =>
  Array.from({ length: n }, (_, k) => k * gap)
    .flatMap((at) => [press(at), ...after(at)])
    .sort((a, b) => a.at - b.at);

describe('presses and what answered them', () => {
  it.each<[string, Timed[], string[]]>([
    ['no answer', [press(0)], ['dead-click 1']],
    ['an answer at once', [press(0), answer(5)], []],
    ['an answer within a second', [press(0), answer(990)], []],
    ['an answer after a second', [press(0), answer(1500)], ['slow-answer 1500']],
    ['an answer that comes too late to be one', [press(0), answer(3401)], ['dead-click 1']],
    [
      'the time counts from when the pointer went down',
      [press(600, { from: 0 }), answer(1200)],
      ['slow-answer 1200'],
    ],
    ['an answer between pointer and click', [press(100, { from: 0, answered: true })], []],
    ['a text', [press(0, { judged: false })], []],
    ['a slow change after a press on a text', [press(0, { judged: false }), answer(1500)], []],
    ['scrolling at once', [press(0), answer(50, true)], []],
    ['scrolling later', [press(0), answer(900, true)], ['dead-click 1']],
    ['a request that the press started', [press(0), { type: 'request', from: 20, at: 1700 }], []],
    [
      'that request, and a slow change',
      [press(0), { type: 'request', from: 20, at: 1700 }, answer(1800)],
      ['slow-answer 1800'],
    ],
    ['a request from before', [press(100), { type: 'request', from: 20, at: 1700 }], ['dead-click 1']],
    [
      'a change that belongs to what came after',
      [press(0), { type: 'other', at: 100 }, answer(200)],
      ['dead-click 1'],
    ],
    [
      'a change that belongs to another press',
      [press(0), press(500, { key: 2, x: 300 }), answer(510)],
      ['dead-click 1'],
    ],
    ['leaving the page', [press(0), { type: 'leave', at: 500 }], []],
    ['a disabled control', [press(0, { disabled: true })], ['dead-click 1']],
    ['an error after a press', [press(0), { type: 'error', at: 400 }], ['error-click 1']],
    [
      'an error after an answered press',
      [press(0), answer(5), { type: 'error', at: 400 }],
      ['error-click 1'],
    ],
    ['an error of nobody’s', [press(0), answer(5), { type: 'error', at: 2400 }], ['script-error 1']],
    [
      'an error that comes without presses too',
      [press(0), answer(5), { type: 'error', own: true, at: 40 }],
      ['script-error 1'],
    ],
    [
      'a ticker’s beat that was taken back',
      [press(0), maybe(700), { type: 'revoke', from: 700, at: 1700 }],
      ['dead-click 1'],
    ],
    ['a late change that was not taken back', [press(0), maybe(700)], []],
    ['a slow one that was not taken back', [press(0), maybe(1600)], ['slow-answer 1600']],
    [
      'an answer by a request that took longer than a press is waited for',
      [press(0), time(3400), { type: 'request', from: 10, at: 5000 }],
      ['dead-click 1', 'slow-answer 5000'],
    ],
    [
      'a change that may as well be an earlier press’s',
      [press(0), press(500, { key: 2, x: 300, answered: true }), answer(1500)],
      [],
    ],
    ['two presses are one question', [press(0), press(200)], ['dead-click 1']],
    [
      'a menu that opens while the pointer is still down on it answers no earlier press',
      [press(0), { type: 'answer', key: 2, at: 1200 }, press(1201, { key: 2, x: 300, answered: true })],
      ['dead-click 1'],
    ],
    [
      'a change that was the page’s own, told a moment later',
      [press(0), maybe(1500), { type: 'revoke', from: 1500.1, at: 2500 }],
      ['dead-click 1'],
    ],
  ])('%s', (_, signals, expected) => {
    expect(kinds(signals)).toEqual(expected);
  });
});

describe('rage', () => {
  it.each<[string, Timed[], string[]]>([
    ['three without an effect', burst(3, 200), ['rage-click 3', 'dead-click 1']],
    ['seven are one burst', burst(7, 200), ['rage-click 7', 'dead-click 1']],
    ['a stepper that answers each', burst(8, 150, (at) => [answer(at + 2)]), []],
    ['a stepper that answers each a little later', burst(6, 150, (at) => [answer(at + 310)]), []],
    [
      'one late answer to five presses',
      [...burst(5, 200), answer(1700)],
      ['slow-answer 1700', 'rage-click 5'],
    ],
    ['presses far apart; the next two fall into an open question', burst(3, 1500), ['dead-click 1']],
    [
      'presses far apart in place',
      [press(0), press(200, { x: 90, key: 2 }), press(400, { x: 200, key: 3 })],
      ['dead-click 1', 'dead-click 1', 'dead-click 1'],
    ],
    [
      'a ticker’s beat right after one of three',
      [press(0), press(200), press(400), { type: 'answer', at: 405, maybe: true, beat: true }],
      ['rage-click 3'],
    ],
    ['a text that was selected', burst(3, 150, (at) => [answer(at + 1, true)]), []],
    ['a text that was hit', burst(4, 150).map((s) => ({ ...s, judged: false }) as Timed), ['rage-click 4']],
    [
      'a disabled control',
      burst(4, 150).map((s) => ({ ...s, disabled: true }) as Timed),
      ['dead-click 1', 'rage-click 4'],
    ],
  ])('%s', (_, signals, expected) => {
    expect(kinds(signals)).toEqual(expected);
  });
});

describe('laws', () => {
  it('every answered question is silent, and every open one is told exactly once, whatever the order of ticks', () => {
    for (let seed = 1; seed < 200; seed++) {
      let x = seed;
      const chance = () => (x = (x * 48271) % 2147483647) / 2147483647;
      const signals: Timed[] = [];
      let dead = 0;
      for (let k = 0; k < 10; k++) {
        const at = k * 5000;
        const answered = chance() < 0.5;
        if (!answered) dead += 1;
        signals.push(press(at, { key: k }));
        if (answered) signals.push(answer(at + 900 * chance()));
        for (let t = 0; t < 5; t++) signals.push(time(at + 1000 + 900 * t * chance()));
      }
      signals.sort((a, b) => a.at - b.at);
      expect(kinds(signals)).toEqual(new Array(dead).fill('dead-click 1'));
    }
  });

  it('changes no state that it was given', () => {
    const frozen = Object.freeze({ ...startPresses, open: Object.freeze([...startPresses.open]) });
    expect(() => reducePress(frozen, press(0), 0)).not.toThrow();
    expect(frozen).toEqual(startPresses);
  });
});
