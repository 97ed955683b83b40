// @vitest-environment happy-dom
import { ShopperProvider, useDecision as use, useFriction, useShopper } from '@causeway/sdk/react';
import { act, type ReactNode, StrictMode, Suspense, startTransition, useState } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeEdge, type FakeEdge, ORIGIN } from '../core/fake-edge.ts';

let edge: FakeEdge;
/** the edge answers a decision when this is settled */
let gate: Promise<void>;
let open: () => void;
let roots: Root[] = [];

const close = () => {
  gate = new Promise((done) => {
    open = done;
  });
};
beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  document.body.innerHTML = '<div id="root"></div><div id="other"></div>';
  sessionStorage.clear();
  edge = await createFakeEdge();
  edge.signedAt = Date.now();
  close();
  open();
  vi.spyOn(window.location, 'origin', 'get').mockReturnValue(ORIGIN);
  vi.spyOn(window, 'fetch').mockImplementation(async (url, init) => {
    const path = new URL(String(url)).pathname;
    if (path === '/v1/decision') await gate;
    const request = { method: 'POST', path, body: String(init?.body ?? ''), contentType: '' } as const;
    const answer = await edge.send(request, 1000);
    return new Response(answer.body, { status: answer.status });
  });
  vi.spyOn(navigator, 'sendBeacon').mockReturnValue(true);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  await act(async () => {
    for (const root of roots.splice(0)) root.unmount();
  });
  // An answer comes when it comes, between two acts as well: that alone may be said.
  const said = vi.mocked(console.error).mock.calls.filter(([text]) => !/wrapped in act/.test(String(text)));
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  roots = [];
  expect(said, 'React said nothing').toEqual([]);
});

const options = (name: string) =>
  ({
    edge: `https://${name}.example`,
    keys: edge.options.keys,
    consent: 'granted',
    deadlineMs: 5000,
  }) as const;
const Within = ({ name = 'edge', children }: { name?: string; children: ReactNode }) => (
  <StrictMode>
    <ShopperProvider options={options(name)}>{children}</ShopperProvider>
  </StrictMode>
);
const Help = ({ point = 'help', askKey = '' }: { point?: string; askKey?: string }) => {
  const { action, ref, dismiss, acted } = use(point, { actions: ['form-help'], key: askKey });
  return action === 'none' ? null : (
    <aside ref={ref} id={point}>
      <button type="button" onClick={acted}>
        yes
      </button>
      <button type="button" onClick={dismiss}>
        no
      </button>
    </aside>
  );
};
const mount = async (tree: ReactNode, id = 'root'): Promise<Root> => {
  const root = createRoot(document.getElementById(id) as HTMLElement);
  roots.push(root);
  await act(async () => root.render(tree));
  return root;
};
/** React drops the updates of an act whose callback throws, so what is waited for is looked at after it. */
const until = (met: () => void) =>
  vi.waitFor(
    async () => {
      await act(() => new Promise<void>((done) => setTimeout(done, 20)));
      met();
    },
    { timeout: 20_000 },
  );
const asks = () => edge.requests.filter(({ path }) => path === '/v1/decision').length;
const shown = (point = 'help') => document.getElementById(point);
const events = () =>
  edge.kept.filter(({ kind }) => kind === 'action').map((line) => (line as never as { event: string }).event);

describe('a decision in React', () => {
  it('is asked once though effects run twice, shown once, and tells rendered, acted and dismissed once each', async () => {
    let shopper: ReturnType<typeof useShopper> = null;
    const Held = () => {
      shopper = useShopper();
      return <Help />;
    };
    await mount(
      <Within>
        <Held />
      </Within>,
    );
    await until(() => expect(shown()).not.toBeNull());
    expect(asks()).toBe(1);
    const [yes, no] = shown()?.querySelectorAll('button') ?? [];
    await act(async () => {
      yes?.click();
      yes?.click();
      no?.click();
    });
    expect(shown()).toBeNull();
    await act(async () => (shopper as never as { outcome(how: string): void }).outcome('order'));
    await until(() => expect(events().sort()).toEqual(['acted', 'dismissed', 'rendered']));
  });

  it('that is still awaited when its component goes is neither shown nor an error', async () => {
    close();
    const Page = () => {
      const [there, setThere] = useState(true);
      return (
        <>
          <button type="button" id="leave" onClick={() => setThere(false)}>
            leave
          </button>
          {there ? <Help /> : null}
        </>
      );
    };
    await mount(
      <Within>
        <Page />
      </Within>,
    );
    await until(() =>
      expect(window.fetch).toHaveBeenCalledWith(expect.stringContaining('/v1/decision'), expect.anything()),
    );
    await act(async () => document.getElementById('leave')?.click());
    open();
    await until(() => expect(asks()).toBe(1));
    expect(shown()).toBeNull();
    expect(events()).toEqual([]);
  });

  it('is asked anew for another point, and for a key that changed in a later step', async () => {
    const Page = () => {
      const shopper = useShopper();
      const [step, setStep] = useState(1);
      const next = () => {
        shopper?.stage(step === 1 ? 'shipping' : 'payment');
        setStep(step + 1);
      };
      return (
        <>
          <button type="button" id="next" onClick={next}>
            next
          </button>
          <Help point="help" askKey={String(step)} />
          <Help point="late" />
        </>
      );
    };
    await mount(
      <Within>
        <Page />
      </Within>,
    );
    await until(() => expect(shown('late')).not.toBeNull());
    expect(asks()).toBe(2);
    await act(async () => document.getElementById('next')?.click());
    await until(() => expect(asks()).toBe(3));
  });

  it('from a server hydrates as it was rendered, asks nothing, and is told as the server drew it', async () => {
    const decision = 'e'.repeat(64);
    const bootstrap = { decisions: { help: { action: 'form-help', decision, propensity: 0.5 } } };
    const app = (
      <StrictMode>
        <ShopperProvider options={options('edge')} bootstrap={bootstrap}>
          <Help />
        </ShopperProvider>
      </StrictMode>
    );
    const container = document.getElementById('root') as HTMLElement;
    container.innerHTML = renderToString(app);
    const first = shown();
    expect(first).not.toBeNull();
    const recovered = vi.fn();
    await act(async () => {
      roots.push(hydrateRoot(container, app, { onRecoverableError: recovered }));
    });
    await until(() => expect(edge.requests.some(({ path }) => path === '/v1/profile')).toBe(true));
    expect(shown(), 'the same element').toBe(first);
    expect(recovered).not.toHaveBeenCalled();
    expect(asks()).toBe(0);
  });

  it('stands while a transition renders the page anew in the background, and no render tears', async () => {
    const pairs: (readonly [number, number])[] = [];
    const Count = ({ tell }: { tell: (n: number) => void }) => {
      tell(useFriction()?.facts.length ?? 0);
      return null;
    };
    let release: () => void = () => undefined;
    let ready = false;
    const waiting = new Promise<void>((done) => {
      release = () => {
        ready = true;
        done();
      };
    });
    const Slow = ({ tab }: { tab: number }) => {
      if (tab === 2 && !ready) throw waiting;
      return <p id="tab">{tab}</p>;
    };
    let shopper: ReturnType<typeof useShopper> = null;
    let go: () => void = () => undefined;
    const Page = () => {
      shopper = useShopper();
      const [tab, setTab] = useState(1);
      go = () => startTransition(() => setTab(2));
      let one = 0;
      return (
        <>
          <Count
            tell={(n) => {
              one = n;
            }}
          />
          <Suspense fallback={<p>wait</p>}>
            <Slow tab={tab} />
          </Suspense>
          <Count tell={(n) => pairs.push([one, n])} />
          <Help />
        </>
      );
    };
    await mount(
      <Within>
        <Page />
      </Within>,
    );
    await until(() => expect(shown()).not.toBeNull());
    await act(async () => go());
    await act(async () => shopper?.friction('payment-failed'));
    expect(document.getElementById('tab')?.textContent).toBe('1');
    expect(shown()).not.toBeNull();
    await act(async () => release());
    await until(() => expect(document.getElementById('tab')?.textContent).toBe('2'));
    expect(asks()).toBe(1);
    expect(pairs.at(-1)?.[1]).toBeGreaterThan(0);
    expect(pairs.filter(([a, b]) => a > 0 && a !== b)).toEqual([]);
  });
});

describe('two providers', () => {
  it('beside each other each have a shopper of their own; one that goes leaves the other be', async () => {
    const held: Record<string, ReturnType<typeof useShopper>> = {};
    const Hold = ({ name }: { name: string }) => {
      held[name] = useShopper();
      return <Help point={name} />;
    };
    const first = await mount(
      <Within name="one">
        <Hold name="one" />
      </Within>,
    );
    await mount(
      <Within name="two">
        <Hold name="two" />
      </Within>,
      'other',
    );
    await until(() => expect([shown('one'), shown('two')]).not.toContain(null));
    expect(held['one']).not.toBe(held['two']);
    const one = held['one'];
    await act(async () => first.unmount());
    roots = roots.filter((root) => root !== first);
    expect(one?.state()).toBeNull();
    expect(held['two']?.state()).not.toBeNull();
    expect(shown('two')).not.toBeNull();
  });

  it('within each other: the nearest counts', async () => {
    const held: ReturnType<typeof useShopper>[] = [];
    const Hold = ({ at }: { at: number }) => {
      held[at] = useShopper();
      return null;
    };
    await mount(
      <ShopperProvider options={{ consent: 'granted' }}>
        <Hold at={0} />
        <ShopperProvider options={{}}>
          <Hold at={1} />
        </ShopperProvider>
      </ShopperProvider>,
    );
    await until(() => expect(held[0]?.state()).not.toBeNull());
    expect(held[1]).not.toBe(held[0]);
    expect(held[1]?.state(), 'no consent was given to it').toBeNull();
  });
});
