import type { Stage } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import {
  type CostState,
  onCost,
  onCostGone,
  onCostLeft,
  onCostStays,
  startCost,
} from '../../../packages/sdk/src/senses/cost-reducer.ts';
import type { FeltFact, Reduced, Step } from '../../../packages/sdk/src/senses/felt-fact.ts';
import {
  type HesitationState,
  onCall,
  onCallLeft,
  onCallStays,
  onField,
  onInput,
} from '../../../packages/sdk/src/senses/hesitation-reducer.ts';
import {
  NEW_FIELD,
  NEW_FORM,
  onAlert,
  onAttempt,
  onEntered,
  onInvalid,
  onLeft,
  onLength,
  onRejected,
  onValid,
  type ValidationState,
  type ValidationStep,
} from '../../../packages/sdk/src/senses/validation-reducer.ts';
import {
  onActive,
  onBack,
  onLook,
  onPress,
  onScroll,
  onStage,
  startWandering,
  type WanderingState,
} from '../../../packages/sdk/src/senses/wandering-reducer.ts';

type Timed<State> = readonly [at: number, step: (state: State, at: number) => Reduced<State>];
const bind =
  <State, Told extends readonly unknown[]>(step: Step<State, Told>, ...told: Told) =>
  (state: State, at: number): Reduced<State> =>
    step(state, at, ...told);
const lines = (facts: readonly (FeltFact | false | undefined)[]): string[] =>
  facts.flatMap((fact) => (fact ? [`${fact[0]} ${fact[1]} ${fact[2] ?? 1}`] : []));
const run = <State>(start: State, signals: readonly Timed<State>[]): string[] => {
  let state = start;
  return signals.flatMap(([at, step]) => {
    const [changes, ...facts] = step(state, at);
    state = { ...state, ...changes };
    return lines(facts);
  });
};

describe('validation', () => {
  type Told = readonly [at: number, step: ValidationStep, key?: number, value?: number];
  const role = 'field:tel';
  const attempt = (at: number): Told => [at, onAttempt];
  const invalid = (at: number, key = 1): Told => [at, onInvalid, key];
  const alert = (at: number): Told => [at, onAlert];
  const length = (n: number, at = 0): Told => [at, onLength, 1, n];
  const entered = (at: number): Told => [at, onEntered, 1];
  const rejected = (at: number, from: number): Told => [at, onRejected, 0, from];
  const left = (valid: boolean): Told => [9000, valid ? onValid : onLeft, 1, 8600];
  const tell = (signals: readonly Told[]): string[] => {
    const fields = new Map<number, ValidationState>();
    let form = NEW_FORM;
    return signals.flatMap(([at, step, key = 0, value = 0]) => {
      const { attemptAt, triedAt, alertAt } = form;
      const before = { ...NEW_FIELD, ...fields.get(key), attemptAt, triedAt, alertAt };
      const of =
        step === onAlert
          ? 'alert'
          : step === onRejected
            ? 'request'
            : step === onInvalid
              ? `field:${key}`
              : role;
      const [changes, ...facts] = step(before, at, of, value);
      const after = { ...before, ...changes };
      form = after;
      if (key > 0) fields.set(key, after);
      return lines(facts);
    });
  };
  it.each<[string, Told[], string[]]>([
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
    ['a message in a form', [attempt(0), alert(9)], ['validation-error alert 1', 'submit-blocked alert 1']],
    [
      'a summary of what the fields have told',
      [attempt(0), invalid(9), alert(9)],
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
    ['typing', [3, 4, 5, 6, 5, 6, 7].map((n) => length(n)), []],
    ['emptied and filled again', [4, 8, 2, 0, 1, 2, 4, 9].map((n) => length(n)), ['refill field:tel 1']],
    [
      'emptied and filled twice',
      [8, 0, 4, 8, 0, 4].map((n) => length(n)),
      ['refill field:tel 1', 'refill field:tel 1'],
    ],
    ['emptied by the page', [8, 1, 5].map((n) => length(n)), ['refill field:tel 1']],
    ['a short field', [2, 0, 2].map((n) => length(n)), []],
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
    expect(tell(signals)).toEqual(expected);
  });
});

describe('hesitation', () => {
  type Told = Timed<HesitationState>;
  const focus = (at: number, by: 'shopper' | 'page' = 'shopper'): Told => [
    at,
    bind(onField, by === 'page' ? undefined : 'field:text'),
  ];
  const input = (at: number): Told => [at, onInput];
  const over = (at: number): Told => [at, bind(onCall, 'submit')];
  it.each<[string, Told[], string[]]>([
    ['typing soon', [focus(0), input(2499)], []],
    ['typing late', [focus(0), input(2500)], ['hesitation-first-input field:text 2500']],
    ['a focus that the page set', [focus(0, 'page'), input(9000)], []],
    ['a long absence', [focus(0), input(60_001)], []],
    ['a pause', [focus(0), input(100), input(4100)], ['hesitation-pause field:text 4000']],
    ['steady typing', [focus(0), input(100), input(2500), input(4900)], []],
    ['a hidden page', [focus(0), [10, bind(onField)], input(9000)], []],
    ['another field between', [focus(0), [10, bind(onField)], input(9000)], []],
    ['resting on the button and going', [over(0), [1500, onCallLeft]], ['hesitation-target submit 1500']],
    [
      'resting on it for long is told once, while it rests',
      [over(0), [5999, onCallStays], [6000, onCallStays], [9000, onCallStays], [9100, onCallLeft]],
      ['hesitation-target submit 6000'],
    ],
    ['passing over it', [over(0), [1400, onCallLeft]], []],
    ['pressing it after a rest', [over(0), [3000, bind(onCall)], [3100, onCallLeft]], []],
  ])('%s', (_, signals, expected) => {
    expect(run<HesitationState>({}, signals)).toEqual(expected);
  });
});

describe('wandering', () => {
  type Told = Timed<WanderingState>;
  const wander = (signals: readonly Told[], trail: readonly Stage[] = []) =>
    run(startWandering(0, trail), signals);
  const stages = (...names: Stage[]): Told[] => names.map((stage, at) => [at, bind(onStage, stage)]);
  const scroll = (...ys: number[]): Told[] => ys.map((y, at) => [at, bind(onScroll, y)]);
  const tick: Told = [1000, onLook];
  it.each<[string, Told[], string[]]>([
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
    ['with presses in between', [...scroll(0, 500, 0), [9, onPress], ...scroll(0, 500), tick], []],
    ['another tab for a while', [[5000, bind(onBack, 0)]], ['return-after-idle page 5000']],
    ['another tab for a moment', [[4999, bind(onBack, 0)]], []],
    ['small corrections', [...scroll(0, 500, 450, 500, 450, 500), tick], []],
    [
      'back after a minute',
      [
        [0, onActive],
        [60_000, onActive],
      ],
      ['return-after-idle page 60000'],
    ],
    [
      'back after a night',
      [
        [0, onActive],
        [1e8, onActive],
      ],
      ['return-after-idle page 1800000'],
    ],
    [
      'a short look away',
      [
        [0, onActive],
        [19_000, onActive],
      ],
      [],
    ],
  ])('%s', (_, signals, expected) => {
    expect(wander(signals)).toEqual(expected);
  });

  it('goes on with the stages of the page before', () => {
    expect(wander(stages('cart'), ['cart', 'shipping'])).toEqual(['back-and-forth page 1']);
  });
});

describe('costs', () => {
  const STEPS = { shown: onCost, gone: onCostGone, active: onCostLeft, time: onCostStays };
  const at = (...signals: [keyof typeof STEPS, number][]) =>
    run<CostState>(
      startCost,
      signals.map(([signal, time]) => [time, STEPS[signal]] as const),
    ).map((line) => line.replace(' cost ', ' '));

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
