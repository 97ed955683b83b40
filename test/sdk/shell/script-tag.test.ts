// @vitest-environment happy-dom
import type { VisitState } from '@causeway/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { until } from '../../support/until.ts';

type Global = ((name: string, ...args: unknown[]) => unknown) & { q?: unknown[] };
const stub = (): Global => {
  const causeway: Global = (...args) => {
    causeway.q ??= [];
    causeway.q.push(args);
  };
  return causeway;
};
const load = async (): Promise<Global & { start: unknown; forget: unknown }> =>
  (await import('../../../packages/sdk/src/script-tag.ts')).default as never;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
  sessionStorage.clear();
});

describe('the script tag', () => {
  it('replays in order what the snippet collected, calls before start included', async () => {
    const early = stub();
    const facts: unknown[] = [];
    early('on', 'friction', (fact: unknown) => facts.push(fact));
    early('friction', 'payment-failed', 'pay');
    early('start', { consent: 'granted' });
    early('stage', 'payment');
    vi.stubGlobal('causeway', early);
    const causeway = await load();
    const shopper = causeway('start', {}) as { state(): VisitState | null };
    await until(() => expect(shopper.state()?.stage).toBe('payment'));
    expect(facts).toMatchObject([{ kind: 'payment-failed', role: 'pay' }]);
    const decided = vi.fn();
    causeway('decide', 'help', decided);
    await until(() => expect(decided).toHaveBeenCalledWith(expect.objectContaining({ action: 'none' })));
    causeway('stop');
    expect(shopper.state()).toBeNull();
  });

  it('throws at nothing: unknown names, odd arguments, a broken queue', async () => {
    vi.stubGlobal('causeway', Object.assign(stub(), { q: [null, [], ['nothing'], ['start']] }));
    const causeway = await load();
    for (const name of ['nothing', 'constructor', 'decide', 'on', 'cart', 'start']) {
      expect(() => causeway(name)).not.toThrow();
    }
  });
});
