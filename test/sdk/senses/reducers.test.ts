import type { Stage } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import {
  type CostSignal,
  type CostState,
  reduceCost,
} from '../../../packages/sdk/src/senses/cost-reducer.ts';
import type { Reducer } from '../../../packages/sdk/src/senses/felt-fact.ts';
import {
  type HesitationSignal,
  reduceHesitation,
} from '../../../packages/sdk/src/senses/hesitation-reducer.ts';
import {
  reduceValidation,
  startValidation,
  type ValidationSignal,
} from '../../../packages/sdk/src/senses/validation-reducer.ts';
import {
  reduceWandering,
  startWandering,
  type WanderingSignal,
} from '../../../packages/sdk/src/senses/wandering-reducer.ts';

type Timed<G> = G & { readonly at: number };
const run = <S, G>(reduce: Reducer<S, G>, start: S, signals: readonly Timed<G>[]): string[] => {
  let state = start;
  return signals.flatMap((signal) => {
    const [next, ...facts] = reduce(state, signal, signal.at);
    state = next;
    return facts.map(({ kind, role, value }) => `${kind} ${role} ${value}`);
  });
};

describe('validation', () => {
  const role = 'field:tel';
  const attempt = (at: number): Timed<ValidationSignal> => ({ type: 'attempt', at });
  const invalid = (at: number, key = 1): Timed<ValidationSignal> => ({
    type: 'invalid',
    at,
    key,
    role: `field:${key}`,
  });
  const length = (n: number, at = 0): Timed<ValidationSignal> => ({
    type: 'length',
    at,
    key: 1,
    role,
    length: n,
  });
  const entered = (at: number): Timed<ValidationSignal> => ({ type: 'entered', at, key: 1, role });
  const rejected = (at: number, from: number): Timed<ValidationSignal> => ({ type: 'rejected', at, from });
  const left = (valid: boolean): Timed<ValidationSignal> => ({
    type: 'left',
    at: 9000,
    from: 8600,
    key: 1,
    role,
    valid,
  });
  it.each<[string, Timed<ValidationSignal>[], string[]]>([
    ['an error without an attempt', [invalid(0)], ['validation-error field:1 1']],
    [
      'an attempt that two fields block',
      [attempt(0), invalid(10), invalid(11, 2)],
      ['validation-error field:1 1', 'submit-blocked field:1 1', 'validation-error field:2 1'],
    ],
    ['one error told in three ways', [invalid(0), invalid(5), invalid(800)], ['validation-error field:1 1']],
    [
      'the same error at the next attempt',
      [invalid(0), attempt(3000), invalid(3010)],
      ['validation-error field:1 1', 'validation-error field:1 1', 'submit-blocked field:1 1'],
    ],
    ['an error long after an attempt', [attempt(0), invalid(4001)], ['validation-error field:1 1']],
    ['an API that says no', [attempt(0), rejected(5300, 10)], ['submit-blocked request 1']],
    ['an API that says no to something else', [rejected(300, 0)], []],
    ['an API that says no to what was asked before', [attempt(100), rejected(300, 0)], []],
    [
      'a message in a form',
      [attempt(0), { type: 'alert', at: 9 }],
      ['validation-error alert 1', 'submit-blocked alert 1'],
    ],
    [
      'a summary of what the fields have told',
      [attempt(0), invalid(9), { type: 'alert', at: 9 }],
      ['validation-error field:1 1', 'submit-blocked field:1 1'],
    ],
    ['typing after an attempt', [attempt(0), length(3), invalid(900)], ['validation-error field:1 1']],
    [
      'sent, emptied by the page and written anew',
      [length(9), attempt(5), ...[1, 4, 9].map((n) => length(n, 9))],
      [],
    ],
    [
      'gone back to and left in error',
      [invalid(0), entered(10), left(false)],
      ['validation-error field:1 1', 'field-abandoned field:tel 1'],
    ],
    [
      'gone back to and tried again',
      [invalid(0), entered(10), attempt(8600), left(false)],
      ['validation-error field:1 1'],
    ],
    ['typing', [3, 4, 5, 6, 5, 6, 7].map(length), []],
    ['emptied and filled again', [4, 8, 2, 0, 1, 2, 4, 9].map(length), ['refill field:tel 1']],
    [
      'emptied and filled twice',
      [8, 0, 4, 8, 0, 4].map(length),
      ['refill field:tel 1', 'refill field:tel 1'],
    ],
    ['emptied by the page', [8, 1, 5].map(length), ['refill field:tel 1']],
    ['a short field', [2, 0, 2].map(length), []],
    ['left untouched after an error', [invalid(0), left(false)], ['validation-error field:1 1']],
    [
      'worked on and left in error',
      [invalid(0), length(3), left(false)],
      ['validation-error field:1 1', 'field-abandoned field:tel 1'],
    ],
    [
      'worked on and left right',
      [invalid(0), length(3), left(true), length(2), left(false)],
      ['validation-error field:1 1'],
    ],
    ['left without any error', [length(3), left(false)], []],
  ])('%s', (_, signals, expected) => {
    expect(run(reduceValidation, startValidation, signals)).toEqual(expected);
  });
});

describe('hesitation', () => {
  const role = 'field:text';
  const focus = (at: number, by: 'shopper' | 'page' = 'shopper'): Timed<HesitationSignal> =>
    by === 'page' ? { type: 'focus', at } : { type: 'focus', at, role };
  const input = (at: number): Timed<HesitationSignal> => ({ type: 'input', at });
  const over = (at: number): Timed<HesitationSignal> => ({ type: 'over', at, role: 'submit' });
  it.each<[string, Timed<HesitationSignal>[], string[]]>([
    ['typing soon', [focus(0), input(2499)], []],
    ['typing late', [focus(0), input(2500)], ['hesitation-first-input field:text 2500']],
    ['a focus that the page set', [focus(0, 'page'), input(9000)], []],
    ['a long absence', [focus(0), input(60_001)], []],
    ['a pause', [focus(0), input(100), input(4100)], ['hesitation-pause field:text 4000']],
    ['steady typing', [focus(0), input(100), input(2500), input(4900)], []],
    ['a hidden page', [focus(0), { type: 'hidden', at: 10 }, input(9000)], []],
    ['another field between', [focus(0), { type: 'blur', at: 10 }, input(9000)], []],
    [
      'resting on the button and going',
      [over(0), { type: 'out', at: 1500 }],
      ['hesitation-target submit 1500'],
    ],
    [
      'resting on it for long is told once, while it rests',
      [
        over(0),
        { type: 'time', at: 5999 },
        { type: 'time', at: 6000 },
        { type: 'time', at: 9000 },
        { type: 'out', at: 9100 },
      ],
      ['hesitation-target submit 6000'],
    ],
    ['passing over it', [over(0), { type: 'out', at: 1400 }], []],
    ['pressing it after a rest', [over(0), { type: 'press', at: 3000 }, { type: 'out', at: 3100 }], []],
  ])('%s', (_, signals, expected) => {
    expect(run(reduceHesitation, {}, signals)).toEqual(expected);
  });
});

describe('wandering', () => {
  const stages = (...names: Stage[]): Timed<WanderingSignal>[] =>
    names.map((stage, at) => ({ type: 'stage', at, stage }));
  const scroll = (...ys: number[]): Timed<WanderingSignal>[] =>
    ys.map((y, at) => ({ type: 'scroll', at, y }));
  const tick: Timed<WanderingSignal> = { type: 'time', at: 1000 };
  it.each<[string, Timed<WanderingSignal>[], string[]]>([
    ['straight on', stages('product', 'cart', 'shipping', 'payment'), []],
    ['back to the basket', stages('cart', 'shipping', 'cart'), ['back-and-forth page 1']],
    [
      'to and fro',
      stages('shipping', 'payment', 'shipping', 'payment'),
      ['back-and-forth page 1', 'back-and-forth page 1'],
    ],
    ['browsing is no friction', stages('browse', 'product', 'browse', 'product'), []],
    ['the same stage told twice', stages('cart', 'cart', 'cart'), []],
    ['reading down', [...scroll(0, 300, 600, 900), tick], []],
    ['up and down', [...scroll(0, 500, 0, 500, 0), tick, tick], ['scroll-reversal page 3']],
    ['once back up', [...scroll(0, 500, 900, 500, 0), tick], []],
    [
      'with presses in between',
      [...scroll(0, 500, 0), { type: 'press', at: 9 }, ...scroll(0, 500), tick],
      [],
    ],
    ['another tab for a while', [{ type: 'back', from: 0, at: 5000 }], ['return-after-idle page 5000']],
    ['another tab for a moment', [{ type: 'back', from: 0, at: 4999 }], []],
    ['small corrections', [...scroll(0, 500, 450, 500, 450, 500), tick], []],
    [
      'back after a minute',
      [
        { type: 'active', at: 0 },
        { type: 'active', at: 60_000 },
      ],
      ['return-after-idle page 60000'],
    ],
    [
      'back after a night',
      [
        { type: 'active', at: 0 },
        { type: 'active', at: 1e8 },
      ],
      ['return-after-idle page 1800000'],
    ],
    [
      'a short look away',
      [
        { type: 'active', at: 0 },
        { type: 'active', at: 19_000 },
      ],
      [],
    ],
  ])('%s', (_, signals, expected) => {
    expect(run(reduceWandering, startWandering(0), signals)).toEqual(expected);
  });

  it('goes on with the stages of the page before', () => {
    expect(run(reduceWandering, startWandering(0, ['cart', 'shipping']), stages('cart'))).toEqual([
      'back-and-forth page 1',
    ]);
  });
});

describe('costs', () => {
  const at = (...signals: [CostSignal, number][]) => {
    let state: CostState = null;
    return signals.flatMap(([signal, time]) => {
      const [next, ...facts] = reduceCost(state, signal, time);
      state = next;
      return facts.map(({ kind, value }) => `${kind} ${value}`);
    });
  };

  it('tells the time from costs in view to the next press, once, within bounds', () => {
    const dwell = (time: number) =>
      at(['shown', 0], ['shown', 1000], ['active', time], ['active', time + 9000]);
    expect(dwell(2999)).toEqual([]);
    expect(dwell(3000)).toEqual(['cost-dwell 3000']);
    expect(dwell(1e6)).toEqual(['cost-dwell 60000']);
    expect(at(['shown', 0], ['gone', 5000], ['active', 6000])).toEqual([]);
  });

  it('tells a long one while it lasts; the parts add up', () => {
    expect(at(['shown', 0], ['time', 4999], ['time', 5000], ['time', 7000], ['active', 9000])).toEqual([
      'cost-dwell 5000',
      'cost-dwell 4000',
    ]);
  });
});
