import { exp, log, logit, sigmoid, tanh } from '@causeway/contract';
import { expect, test } from 'vitest';

const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(Math.abs(b), 1e-300);
const grid = (low: number, high: number, n: number) =>
  Array.from({ length: n }, (_, k) => low + ((high - low) * k) / (n - 1));

test('exp is within 2 ulp of the platform’s', () => {
  for (const x of grid(-700, 700, 20_001)) expect(relative(exp(x), Math.exp(x))).toBeLessThan(4.5e-16);
});

test('log is within 2 ulp of the platform’s, and absolute near 1', () => {
  for (const x of grid(-300, 300, 20_001)) {
    const y = 10 ** x;
    expect(Math.abs(log(y) - Math.log(y))).toBeLessThan(4.5e-16 * Math.max(1, Math.abs(Math.log(y))));
  }
});

test('exp and log agree with the platform at the edges', () => {
  for (const x of [0, -0, Infinity, -Infinity, NaN, 710, -746]) expect(exp(x)).toBe(Math.exp(x));
  for (const x of [0, 1, -1, Infinity, NaN, -Infinity]) expect(log(x)).toBe(Math.log(x));
  expect(relative(exp(-740), Math.exp(-740))).toBeLessThan(0.05); // subnormal: few bits are left
});

test('log undoes exp, logit undoes sigmoid', () => {
  for (const x of grid(-30, 30, 601)) {
    expect(Math.abs(log(exp(x)) - x)).toBeLessThan(1e-14);
    if (x < 15) expect(Math.abs(logit(sigmoid(x)) - x)).toBeLessThan(1e-8);
  }
});

test('sigmoid is symmetric about one half and never leaves [0, 1]', () => {
  for (const x of grid(-800, 800, 1601)) {
    expect(sigmoid(x) + sigmoid(-x)).toBeCloseTo(1, 15);
    expect(sigmoid(x)).toBeGreaterThanOrEqual(0);
    expect(sigmoid(x)).toBeLessThanOrEqual(1);
  }
  expect(tanh(0.5)).toBeCloseTo(Math.tanh(0.5), 14);
});
