import {
  choose,
  DEFAULT_ACTIONS,
  distribution,
  type PolicyModel,
  softmax,
  uniformOf,
  uniformPolicy,
} from '@causeway/contract';
import { expect, test } from 'vitest';

const A = DEFAULT_ACTIONS.length;
const IDS = DEFAULT_ACTIONS.map(({ id }) => id);
let counter = 0;
const u = () => uniformOf('distribution', counter++);
const scores = () => ({
  effects: [0, ...Array.from({ length: A - 1 }, () => 400 * u() - 200)],
  costs: [0, 0, 0, 0, 0, 300 * u(), 900 * u()],
});
const someMask = () => Array.from({ length: A }, (_, k) => k === 0 || u() < 0.6);
const model = (more: Partial<PolicyModel>): PolicyModel => ({
  ...uniformPolicy(A),
  exploration: 0.1,
  temperature: 40,
  multiplier: 0.3,
  ...more,
});
const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);

const VARIANTS: Record<string, Partial<PolicyModel>> = {
  softmax: {},
  'softmax, very cold': { temperature: 0.001 },
  threshold: { rule: 'threshold', kappa: 0.4 },
  floor: { exploration: 0, floor: 0.03 },
  bounds: { bounds: { 'discount-10': { low: 0, high: 0.1 }, 'form-help': { low: 0.2, high: 1 } } },
};

test.each(Object.entries(VARIANTS))(
  '%s: sums to one, masked is exactly 0, every eligible is possible',
  (_, more) => {
    for (let k = 0; k < 300; k++) {
      const eligible = someMask();
      const spec = model(more);
      const pi = distribution(spec, scores(), eligible, IDS);
      expect(Math.abs(sum(pi) - 1)).toBeLessThan(1e-12);
      for (const [j, p] of pi.entries()) {
        if (!eligible[j]) expect(p).toBe(0);
        else expect(p).toBeGreaterThan(0);
      }
    }
  },
);

test('exploration and floor hold as least probabilities', () => {
  const eligible = new Array<boolean>(A).fill(true);
  const pi = distribution(
    model({ temperature: 0.001, exploration: 0.14, floor: 0.01 }),
    scores(),
    eligible,
    IDS,
  );
  for (const p of pi) expect(p).toBeGreaterThanOrEqual(0.01 + (1 - A * 0.01) * (0.14 / A) - 1e-15);
});

test('bounds hold when the action is eligible', () => {
  for (let k = 0; k < 200; k++) {
    const pi = distribution(
      model(VARIANTS.bounds as Partial<PolicyModel>),
      scores(),
      new Array<boolean>(A).fill(true),
      IDS,
    );
    expect(pi[IDS.indexOf('discount-10')]).toBeLessThanOrEqual(0.1 + 1e-12);
    expect(pi[IDS.indexOf('form-help')]).toBeGreaterThanOrEqual(0.2 - 1e-12);
  }
});

test('a dearer budget never makes the costly action likelier', () => {
  const fixed = scores();
  let before = 1;
  for (const multiplier of [0, 0.5, 1, 2, 4]) {
    const p = distribution(model({ multiplier }), fixed, new Array<boolean>(A).fill(true), IDS)[
      A - 1
    ] as number;
    expect(p).toBeLessThanOrEqual(before);
    before = p;
  }
});

test('the threshold rule treats only where τ/c >= κ (A §3), and help only where τ > 0', () => {
  const spec = model({ rule: 'threshold', kappa: 2, exploration: 0, multiplier: 0 });
  const open = new Array<boolean>(A).fill(true);
  const at = (effects: number[], costs: number[]) =>
    distribution(spec, { effects, costs }, open, IDS).indexOf(1);
  expect(at([0, -1, -1, -1, -1, 100, 0], [0, 0, 0, 0, 0, 50, 9])).toBe(5);
  expect(at([0, -1, -1, -1, -1, 99, 0], [0, 0, 0, 0, 0, 50, 9])).toBe(0);
  expect(at([0, 1, -1, -1, -1, 99, 0], [0, 0, 0, 0, 0, 50, 9])).toBe(1);
});

test('softmax does not overflow and is blind to a shift', () => {
  const open = [true, true, true];
  expect(softmax([1e308, 1e308, -1e308], open)).toEqual([0.5, 0.5, 0]);
  const [a, b] = [softmax([1, 2, 3], open), softmax([101, 102, 103], open)];
  for (const k of [0, 1, 2]) expect(a[k]).toBeCloseTo(b[k] as number, 14);
});

test('choose inverts the cumulative distribution; a masked action is never chosen, not even at the ends', () => {
  const pi = [0, 0.25, 0, 0.75, 0];
  expect(choose(pi, 0)).toBe(1);
  expect(choose(pi, 0.25 - 1e-16)).toBe(1);
  expect(choose(pi, 0.25)).toBe(3);
  expect(choose(pi, 1 - 2 ** -53)).toBe(3);
  expect(choose([0.1, 0.2, 0.7 - 1e-12], 1 - 2 ** -53)).toBe(2);
});

test('none must be eligible', () => {
  expect(() => distribution(model({}), scores(), [false, true, true, true, true, true, true], IDS)).toThrow(
    RangeError,
  );
});
