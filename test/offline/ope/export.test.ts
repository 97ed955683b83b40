import { describe, expect, it } from 'vitest';
import { obpFeedback, vwText } from '../../../packages/offline/src/ope/index.ts';

const rows = {
  n: 2,
  p: 2,
  arms: ['none', 'help'],
  x: Float64Array.of(1, 0, 0.5, -2),
  names: ['cart value', 'a|b:c'],
  action: Int32Array.of(1, 0),
  reward: [3, 0],
  propensity: [0.25, 0.75],
};

describe('exports', () => {
  it('Vowpal Wabbit reads action:cost:probability and names without its own marks', () => {
    expect([...vwText(rows)]).toEqual(['2:-3:0.25 | cart_value:1', '1:0:0.75 | cart_value:0.5 a_b_c:-2']);
    expect(() => [...vwText({ ...rows, propensity: [0, 1] })]).toThrow(/allowed is \(0, 1\]/);
  });

  it('Open Bandit Pipeline reads arrays of one shape', () => {
    expect(obpFeedback(rows)).toEqual({
      n_rounds: 2,
      n_actions: 2,
      context: [
        [1, 0],
        [0.5, -2],
      ],
      action: [1, 0],
      position: [0, 0],
      reward: [3, 0],
      pscore: [0.25, 0.75],
    });
  });
});
