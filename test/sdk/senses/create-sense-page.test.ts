// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { createSensePage } from '../../../packages/sdk/src/senses/create-sense-page.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser that has measured something and will tell of it in a task that a page on its way out does not live to see. */
const slowToTell = (entries: readonly object[], fail = false) => {
  let untold = [...entries];
  return class {
    static supportedEntryTypes = ['resource'];
    observe() {}
    disconnect() {}
    takeRecords() {
      if (fail) throw new Error('no records');
      const taken = untold;
      untold = [];
      return taken;
    }
  };
};

it.each(['pagehide', 'visibilitychange'])(
  'what was measured and not yet told is taken at %s, once, before others hear of it',
  (type) => {
    vi.stubGlobal('PerformanceObserver', slowToTell([{ duration: 1800 }]));
    const order: unknown[] = [];
    const page = createSensePage(
      () => {},
      () => order.push('fault'),
    );
    page.measured('resource', ({ duration }: { duration: number }) => order.push(duration));
    page.hear({ [type]: () => order.push(type) });
    window.dispatchEvent(new Event(type));
    window.dispatchEvent(new Event(type));
    page.stop();
    expect(order).toEqual([1800, type, type]);
  },
);

it('a browser that will not give it up costs that alone', () => {
  vi.stubGlobal('PerformanceObserver', slowToTell([], true));
  const order: string[] = [];
  const page = createSensePage(
    () => {},
    () => order.push('fault'),
  );
  page.measured('resource', () => order.push('seen'));
  page.hear({ pagehide: () => order.push('left') });
  window.dispatchEvent(new Event('pagehide'));
  page.stop();
  expect(order).toEqual(['fault', 'left']);
});
