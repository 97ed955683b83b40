import { expect, it } from 'vitest';
import { persevere } from './chromium.ts';

const tried = (succeedsAt: number) => {
  const pauses: number[] = [];
  let attempts = 0;
  const done = persevere(
    () => (attempts += 1) >= succeedsAt,
    (ms) => void pauses.push(ms),
  );
  return { done, attempts, pauses: pauses.length };
};

it.each([
  ['at once', 1, { done: true, attempts: 1, pauses: 0 }],
  ['at the second try', 2, { done: true, attempts: 2, pauses: 1 }],
  ['at the last try', 4, { done: true, attempts: 4, pauses: 3 }],
  ['never', 99, { done: false, attempts: 4, pauses: 3 }],
])('an installation that succeeds %s', (_, succeedsAt, expected) => {
  expect(tried(succeedsAt)).toEqual(expected);
});
