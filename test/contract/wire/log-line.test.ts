import {
  checkFact,
  checkPageLine,
  checkStoredLine,
  type Fault,
  PHI_SIZE,
  ROUTES,
  zeros,
} from '@causeway/contract';
import { expect, test } from 'vitest';

const fact = {
  kind: 'slow-answer',
  at: 1_800_000_000_000,
  stage: 'payment',
  role: 'submit',
  value: 1800,
  unit: 'ms',
};
const context = {
  cartItems: 1,
  cartCents: 100,
  discount: false,
  mobile: false,
  returning: false,
  elapsedMs: 5,
};
const step = {
  kind: 'step',
  id: 'session-1.3',
  session: 'session-1',
  at: 1_800_000_000_000,
  step: 3,
  stage: 'payment',
  closedBy: 'time',
  context,
  facts: [fact],
  phi: zeros(PHI_SIZE),
  index: 0,
  smoothed: 0,
  hazard: 0.1,
  survival: 0.5,
  model: null,
};
const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Fault).message;
  }
  return 'accepted';
};

test('a good line passes unchanged', () => {
  expect(checkPageLine(step, 'line')).toEqual(step);
  const stored = { line: step, subject: 'anon:visitor', receivedAt: 1_800_000_000_000, source: 'page' };
  expect(checkStoredLine(stored, 'line')).toEqual(stored);
});

test.each<[string, unknown, RegExp]>([
  ['a value of a field', { ...step, value: 'x' }, /line\.value: got "x", allowed is only kind/],
  [
    'a label as role',
    { ...step, facts: [{ ...fact, role: 'Pay Now!' }] },
    /facts\[0\]\.role: got "Pay Now!"/,
  ],
  [
    'an unknown kind of fact',
    { ...step, facts: [{ ...fact, kind: 'mood' }] },
    /got "mood", allowed is one of dead-click/,
  ],
  [
    'a wrong unit',
    { ...step, facts: [{ ...fact, unit: 'count' }] },
    /got "count", allowed is "ms" for slow-answer/,
  ],
  ['NaN as null', { ...step, hazard: null }, /line\.hazard: got null, allowed is a number from 0 to 1/],
  ['a decision from a page', { ...step, kind: 'decision' }, /got "decision", allowed is one of step, asked/],
  ['an inherited name as kind', { ...step, kind: 'constructor' }, /got "constructor"/],
  ['a list', [], /got undefined/],
])('a page may not send %s', (_, line, message) => {
  expect(refusal(() => checkPageLine(line, 'line'))).toMatch(message);
});

test('facts: ranges and non-numbers', () => {
  for (const value of [-1, NaN, Infinity, '1', null]) {
    expect(refusal(() => checkFact({ ...fact, value }, 'fact'))).toMatch(/fact\.value/);
  }
});

test('every route has a method, a path of its own and a byte limit where it has a body', () => {
  const names = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(names).size).toBe(names.length);
  for (const route of Object.values(ROUTES)) {
    expect(route.path).toMatch(/^\/v1\//);
    expect(route.request !== null).toBe(route.maxBytes > 0);
  }
});
