// @vitest-environment happy-dom
import { start } from '@causeway/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { explainStages, inspect } from '../../../packages/sdk/src/inspector/index.ts';
import { until } from '../../support/until.ts';

afterEach(() => {
  document.body.innerHTML = '';
  vi.restoreAllMocks();
});

describe('explainStages', () => {
  it('says of every rule whether it fits and why, and which one decides', () => {
    window.location.href = 'https://shop.example/checkout/2';
    document.body.innerHTML = '<div hidden><p class="pay"></p></div><p class="ship"></p>';
    const rows = explainStages({
      cart: '/cart*',
      shipping: ['/checkout*', '.ship'],
      payment: '.pay',
      review: '<<',
      done: '.no',
    });
    expect(rows.map(({ stage, kind, fits, chosen }) => [stage, kind, fits, chosen])).toEqual([
      ['cart', 'path', false, false],
      ['shipping', 'path', true, true],
      ['shipping', 'selector', true, false],
      ['payment', 'selector', false, false],
      ['review', 'selector', false, false],
      ['done', 'selector', false, false],
    ]);
    expect(rows.map(({ why }) => why)).toEqual([
      'the path /checkout/2 does not fit /cart*',
      'the path /checkout/2 fits /checkout*',
      'an element fits .ship, and is not in a hidden part',
      'what fits .pay is hidden',
      'no element fits <<',
      'no element fits .no',
    ]);
  });
});

describe('the inspector', () => {
  it('shows the timeline, the friction, the decision and the queue as text, and goes without a trace', async () => {
    vi.spyOn(console, 'debug').mockImplementation(() => undefined);
    const shopper = start({ consent: 'granted' });
    await until(() => expect(shopper.state()).not.toBeNull());
    const close = inspect(shopper);
    const text = () => document.body.lastElementChild?.shadowRoot?.textContent ?? '';
    expect(text()).toContain('none asked');
    shopper.friction('payment-failed', 'pay');
    await shopper.decide('help');
    expect(text()).toMatch(
      /payment-failed pay 1 count.*payment\.total 0\.25.*help: none \(no-edge\).*0 waiting/s,
    );
    expect(console.debug).toHaveBeenCalledWith('causeway', 'payment-failed', expect.anything());
    close();
    expect(document.body.innerHTML).toBe('');
    shopper.stop();
  });
});
