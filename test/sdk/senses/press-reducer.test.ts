import { describe, expect, it } from 'vitest';
import type { FeltFact, Reduced, Step } from '../../../packages/sdk/src/senses/felt-fact.ts';
import { BEAT, MAYBE, YES } from '../../../packages/sdk/src/senses/own-change.ts';
import {
  onAnswer,
  onError,
  onLeave,
  onOther,
  onPress,
  onRequest,
  onRevoke,
  onTime,
  type Press,
  type PressState,
  startPresses,
} from '../../../packages/sdk/src/senses/press-reducer.ts';

type Bound = (state: PressState, at: number) => Reduced<PressState>;
type Timed = readonly [at: number, step: Bound];
const bind =
  <Told extends readonly unknown[]>(step: Step<PressState, Told>, ...told: Told): Bound =>
  (state, at) =>
    step(state, at, ...told);

const press = (at: number, more: Partial<Press> = {}, disabled = false): Timed => [
  at,
  bind(
    onPress,
    { downAt: at, x: 10, y: 10, spot: 1, roleName: 'button', judged: true, hadEffect: false, ...more },
    disabled,
  ),
];
const answer = (at: number, near = false): Timed => [at, bind(onAnswer, near)];
const maybe = (at: number): Timed => [at, bind(onAnswer, false, MAYBE)];
const revoke = (at: number, likelyAt: number): Timed => [
  at,
  bind(onRevoke, { likelyAt, earlierAt: 0, surely: MAYBE }),
];
const request = (at: number, from: number): Timed => [at, bind(onRequest, from)];
const time = (at: number): Timed => [at, onTime];
/** As the page takes them: the time first, then the step. */
const run = (signals: readonly Timed[]): FeltFact[] => {
  let state: PressState = startPresses;
  const take = (step: Bound, at: number) => {
    const [changes, ...facts] = step(state, at);
    state = { ...state, ...changes };
    return facts.filter((fact) => !!fact);
  };
  return signals.flatMap(([at, step]) => [...take(onTime, at), ...take(step, at)]);
};
const kinds = (signals: readonly Timed[]): string[] =>
  run([...signals, time(60_000)]).map(([kind, , value = 1]) => `${kind} ${value}`);
const burst = (n: number, gap: number, after: (at: number) => Timed[] = () => []): Timed[] =>
  Array.from({ length: n }, (_, k) => k * gap)
    .flatMap((at) => [press(at), ...after(at)])
    .sort(([a], [b]) => a - b);

describe('presses and what answered them', () => {
  it.each<[string, Timed[], string[]]>([
    ['no answer', [press(0)], ['dead-click 1']],
    ['an answer at once', [press(0), answer(5)], []],
    ['an answer within a second', [press(0), answer(990)], []],
    ['an answer after a second', [press(0), answer(1500)], ['slow-answer 1500']],
    ['an answer that comes too late to be one', [press(0), answer(3401)], ['dead-click 1']],
    [
      'the time counts from when the pointer went down',
      [press(600, { downAt: 0 }), answer(1200)],
      ['slow-answer 1200'],
    ],
    ['an answer between pointer and click', [press(100, { downAt: 0, hadEffect: true })], []],
    ['a text', [press(0, { judged: false })], []],
    ['a slow change after a press on a text', [press(0, { judged: false }), answer(1500)], []],
    ['scrolling at once', [press(0), answer(50, true)], []],
    ['scrolling later', [press(0), answer(900, true)], ['dead-click 1']],
    ['a request that the press started', [press(0), request(1700, 20)], []],
    ['that request, and a slow change', [press(0), request(1700, 20), answer(1800)], ['slow-answer 1800']],
    ['a request from before', [press(100), request(1700, 20)], ['dead-click 1']],
    ['a change that belongs to what came after', [press(0), [100, onOther], answer(200)], ['dead-click 1']],
    [
      'a change that belongs to another press',
      [press(0), press(500, { spot: 2, x: 300 }), answer(510)],
      ['dead-click 1'],
    ],
    ['leaving the page', [press(0), [500, onLeave]], []],
    ['a disabled control', [press(0, {}, true)], ['dead-click 1']],
    ['an error after a press', [press(0), [400, bind(onError)]], ['error-click 1']],
    ['an error after an answered press', [press(0), answer(5), [400, bind(onError)]], ['error-click 1']],
    ['an error of nobody’s', [press(0), answer(5), [2400, bind(onError)]], ['script-error 1']],
    [
      'an error that comes without presses too',
      [press(0), answer(5), [40, bind(onError, true)]],
      ['script-error 1'],
    ],
    ['a ticker’s beat that was taken back', [press(0), maybe(700), revoke(1700, 700)], ['dead-click 1']],
    ['a late change that was not taken back', [press(0), maybe(700)], []],
    ['a slow one that was not taken back', [press(0), maybe(1600)], ['slow-answer 1600']],
    [
      'an answer by a request that took longer than a press is waited for',
      [press(0), time(3400), request(5000, 10)],
      ['dead-click 1', 'slow-answer 5000'],
    ],
    [
      'a change that may as well be an earlier press’s',
      [press(0), press(500, { spot: 2, x: 300, hadEffect: true }), answer(1500)],
      [],
    ],
    ['two presses are one question', [press(0), press(200)], ['dead-click 1']],
    [
      'a menu that opens while the pointer is still down on it answers no earlier press',
      [press(0), [1200, bind(onAnswer, false, YES, 2)], press(1201, { spot: 2, x: 300, hadEffect: true })],
      ['dead-click 1'],
    ],
    [
      'a change that was the page’s own, told a moment later',
      [press(0), maybe(1500), revoke(2500, 1500.1)],
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
      [press(0), press(200, { x: 90, spot: 2 }), press(400, { x: 200, spot: 3 })],
      ['dead-click 1', 'dead-click 1', 'dead-click 1'],
    ],
    [
      'a ticker’s beat right after one of three',
      [press(0), press(200), press(400), [405, bind(onAnswer, false, BEAT)]],
      ['rage-click 3'],
    ],
    ['a text that was selected', burst(3, 150, (at) => [answer(at + 1, true)]), []],
    ['a text that was hit', [0, 150, 300, 450].map((at) => press(at, { judged: false })), ['rage-click 4']],
    [
      'a disabled control',
      [0, 150, 300, 450].map((at) => press(at, {}, true)),
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
        signals.push(press(at, { spot: k }));
        if (answered) signals.push(answer(at + 900 * chance()));
        for (let t = 0; t < 5; t++) signals.push(time(at + 1000 + 900 * t * chance()));
      }
      signals.sort(([a], [b]) => a - b);
      expect(kinds(signals)).toEqual(new Array(dead).fill('dead-click 1'));
    }
  });

  it('changes no state that it was given', () => {
    const frozen = Object.freeze({
      ...startPresses,
      openPresses: Object.freeze([...startPresses.openPresses]),
    });
    expect(() => press(0)[1](frozen, 0)).not.toThrow();
    expect(frozen).toEqual(startPresses);
  });
});
