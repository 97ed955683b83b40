// @vitest-environment happy-dom
import { ShopperProvider, useDecision, useFriction, useShopper } from '@causeway/sdk/react';
import { act, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { until } from '../../support/until.ts';

let held: ReturnType<typeof useShopper> = null;
const Panel = () => {
  held = useShopper();
  const state = useFriction();
  const { action, decided } = useDecision('help', { actions: ['form-help'] });
  return (
    <p>
      {action}|{decided?.reason ?? 'waiting'}|{state === null ? 'off' : state.stage}
    </p>
  );
};
const App = ({ consent }: { consent?: 'granted' | 'denied' }) => (
  <StrictMode>
    <ShopperProvider options={{ consent }}>
      <Panel />
    </ShopperProvider>
  </StrictMode>
);

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  document.body.innerHTML = '<div id="root"></div>';
  sessionStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

const mount = async (consent?: 'granted') => {
  const container = document.getElementById('root') as HTMLElement;
  const root = createRoot(container);
  await act(async () => root.render(<App {...(consent === undefined ? {} : { consent })} />));
  return { root, text: () => container.textContent };
};

describe('the React entry', () => {
  it('renders on a server what the page renders first, and starts nothing', () => {
    const add = vi.spyOn(document, 'addEventListener');
    expect(renderToString(<App consent="granted" />)).toContain(
      'none<!-- -->|<!-- -->waiting<!-- -->|<!-- -->off',
    );
    expect(add).not.toHaveBeenCalled();
    add.mockRestore();
  });

  it('asks, shows friction as it is felt, and stops when unmounted; twice-run effects do no harm', async () => {
    const added = vi.spyOn(document, 'addEventListener');
    const removed = vi.spyOn(document, 'removeEventListener');
    const { root, text } = await mount('granted');
    await until(() => act(async () => expect(text()).toBe('none|no-edge|landing')));
    await act(async () => {
      held?.stage('cart');
      held?.friction('payment-failed');
    });
    expect(text()).toBe('none|no-edge|cart');
    const last = held;
    await act(async () => root.unmount());
    expect(last?.state()).toBeNull();
    // React itself listens on its root's document once and for all.
    const own = (calls: readonly unknown[][]) =>
      calls.filter(([type]) => type === 'pointerdown' || type === 'invalid').length;
    expect(own(removed.mock.calls)).toBe(own(added.mock.calls));
    added.mockRestore();
    removed.mockRestore();
  });

  it.each(['denied', undefined] as const)('keeps nothing of a visit whose consent becomes %s', async (to) => {
    const { root } = await mount('granted');
    await until(() => act(async () => expect(held?.state()).not.toBeNull()));
    await act(async () => held?.stage('cart'));
    expect(sessionStorage.length).toBe(1);
    const last = held;
    await act(async () => root.render(<App {...(to === undefined ? {} : { consent: to })} />));
    expect([last?.state(), sessionStorage.length]).toEqual([null, 0]);
    await act(async () => root.unmount());
    expect(sessionStorage.length).toBe(0);
  });

  it('without consent it renders the same and asks nothing', async () => {
    const { root, text } = await mount();
    await until(() => act(async () => expect(text()).toBe('none|not-running|off')));
    await act(async () => root.unmount());
  });
});
