import type { StepLine } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { wantsHelp } from '../../../demo-store/pages/shared/ask-rule.ts';
import { stageOf } from '../../../demo-store/pages/shared/journey.ts';

const at = (stage: StepLine['stage'], ...total: number[]) => ({ closed: { stage } as StepLine, total });

describe('the shop’s rule', () => {
  it.each<[boolean, string, Parameters<typeof wantsHelp>[0]]>([
    [false, 'before any step', { closed: null, total: [9] }],
    [false, 'outside of the checkout', at('product', 9)],
    [false, 'with little friction', at('shipping', 1, 0.49)],
    [true, 'once friction has added up', at('shipping', 1, 0.5)],
    [true, 'in the basket too', at('cart', 1.5)],
    [true, 'at payment in any case', at('payment', 0)],
    [false, 'when it is over', at('done', 9)],
  ])('asks: %s, %s', (expected, _, state) => {
    expect(wantsHelp(state)).toBe(expected);
  });
});

it('both storefronts name the same stages', () => {
  const stages = ['landing', 'browse', 'product', 'cart', 'shipping', 'payment', 'done'];
  const paths = ['/', '/shop', '/product/skillet', '/cart', '/shipping', '/payment', '/done'];
  expect(paths.map(stageOf)).toEqual(stages);
  expect(paths.map((path) => stageOf(`/react${path}`))).toEqual(stages);
});
