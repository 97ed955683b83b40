// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { roleOf } from '../../../packages/sdk/src/senses/role-of.ts';
import { present } from '../../../packages/sdk/src/shell/present.ts';
import { fitsPath, stageOf } from '../../../packages/sdk/src/shell/stage-of.ts';
import { checkStartOptions } from '../../../packages/sdk/src/shell/start-options.ts';

const view = window as unknown as Window & typeof globalThis;

describe('stageOf', () => {
  it.each([
    ['/cart', '/cart', true],
    ['/cart', '/cart/2', false],
    ['/cart*', '/cart/2', true],
    ['/product/*', '/product/pan-1', true],
    ['*/pay', '/de/pay', true],
    ['/a.b', '/aXb', false],
  ])('%s on %s: %s', (pattern, path, expected) => expect(fitsPath(pattern, path)).toBe(expected));

  it('takes the furthest stage that fits, by path or by a visible part of the page', () => {
    const stages = { cart: '/cart*', payment: ['.payment'], done: '<<bad' };
    view.location.href = 'https://shop.example/cart/1';
    expect(stageOf(stages, view)).toBe('cart');
    document.body.innerHTML = '<div hidden><p class="payment"></p></div>';
    expect(stageOf(stages, view)).toBe('cart');
    document.body.innerHTML = '<p class="payment"></p>';
    expect(stageOf(stages, view)).toBe('payment');
    expect(stageOf({}, view)).toBeNull();
    expect(stageOf({ done: 7, review: null, cart: [null, '/cart*'] } as never, view)).toBe('cart');
  });
});

describe('roleOf', () => {
  it.each([
    ['<button>Pay, Ann</button>', 'button'],
    ['<button type="submit" id="ann">Pay</button>', 'submit'],
    ['<input type="email" value="ann@shop.example">', 'field:email'],
    ['<input autocomplete="shipping postal-code" name="ann">', 'field:postal-code'],
    ['<input autocomplete="off">', 'field:text'],
    ['<textarea>secret</textarea>', 'field:textarea'],
    ['<a href="/ann">Ann</a>', 'link'],
    ['<div role="tab" aria-label="Ann">x</div>', 'tab'],
    ['<div data-causeway-role="cta">x</div>', 'cta'],
    ['<div data-causeway-role="Ann Smith" class="ann">x</div>', 'div'],
    ['<input autocomplete="ann@shop.example" type="weird type">', 'other'],
  ])('%s is %s', (html, role) => {
    document.body.innerHTML = html;
    expect(roleOf(document.body.firstElementChild as Element)).toBe(role);
  });
});

describe('options', () => {
  it.each([
    [{ edge: 'ftp://x', keys: [] }, ['options.edge']],
    [{ beacons: 'https://[' }, ['options.beacons']],
    [{ edge: 'https://x' }, ['options.keys']],
    [{ deadlineMs: 0 }, ['options.deadlineMs']],
    [{ consent: true }, ['options.consent']],
    [{ stages: { nowhere: '/' } }, ['options.stages.nowhere']],
    [{ stages: { cart: 7, review: ['/review', null] } }, ['options.stages.cart', 'options.stages.review']],
    [{ stages: null }, []],
    [{ actions: { help: 'x' } }, ['options.actions.help']],
    [{ edge: '/edge', keys: [{ kid: 'k' }], deadlineMs: 200, consent: 'granted' }, []],
  ])('%j', (options, places) => {
    const { faults } = checkStartOptions(options as never);
    expect(faults.map(({ at }) => at)).toEqual(places);
    for (const { code } of faults) expect(code).toBe('bad-config');
  });
});

describe('presenting an action', () => {
  const run = async (handler: Parameters<typeof present>[1]) => {
    const events: string[] = [];
    const counts: string[] = [];
    const write = (decision: string, event: string) => events.push(`${decision}:${event}`);
    await present({ view, write, count: (reason) => counts.push(reason) }, handler, 'form-help', 'd1');
    return { events, counts };
  };

  it('writes rendered, and acted or dismissed once each', async () => {
    const { events } = await run(({ acted, dismiss }) => {
      acted();
      acted();
      dismiss();
    });
    expect(events).toEqual(['d1:acted', 'd1:dismissed', 'd1:rendered']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('shop');
      },
    ],
    ['rejects', () => Promise.reject(new Error('shop'))],
  ])('a handler that %s is a failed line', async (_, handler) => {
    expect(await run(handler)).toEqual({ events: ['d1:failed'], counts: ['handler-failed'] });
  });
});
