import { expect, it } from 'vitest';
import { explorationAfter } from '../../../packages/offline/src/policy/index.ts';

it('shrinks with the root of what is logged, from a tenth down to what keeps every arm in the log', () => {
  expect([0, 1, 2000].map(explorationAfter)).toEqual([0.1, 0.1, 0.1]);
  expect(explorationAfter(8000)).toBeCloseTo(0.05, 12);
  expect(explorationAfter(1e9)).toBe(0.02);
  for (let n = 100; n < 1e7; n *= 1.7)
    expect(explorationAfter(n * 1.7)).toBeLessThanOrEqual(explorationAfter(n));
});
