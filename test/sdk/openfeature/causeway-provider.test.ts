import { OpenFeature, type Provider, ProviderEvents } from '@openfeature/web-sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Decided } from '../../../packages/sdk/src/core/index.ts';
import { causewayProvider } from '../../../packages/sdk/src/openfeature/index.ts';

const DECISION = 'd'.repeat(64);
const points = { 'checkout-help': ['form-help'], 'late-help': ['call-me'] };
const setting = () => {
  let answer: Decided = { action: 'form-help', decision: DECISION, propensity: 0.4 };
  const decide = vi.fn(async (point: string) =>
    point === 'checkout-help'
      ? answer
      : { action: 'none', decision: null, propensity: null, reason: 'timeout' },
  );
  const provider = causewayProvider({ decide } as never, { points });
  return { provider, decide, set: (next: Decided) => (answer = next) };
};
afterEach(() => OpenFeature.close());

describe('the OpenFeature provider, in OpenFeature’s own web SDK', () => {
  it('gives the action of a point with its decision and propensity', async () => {
    const { provider, decide } = setting();
    await OpenFeature.setProviderAndWait(provider as unknown as Provider);
    const client = OpenFeature.getClient();
    expect(client.getStringValue('checkout-help', 'none')).toBe('form-help');
    expect(client.getBooleanValue('checkout-help', false)).toBe(true);
    expect(client.getStringDetails('checkout-help', 'none')).toMatchObject({
      variant: 'form-help',
      reason: 'SPLIT',
      flagMetadata: { decision: DECISION, propensity: 0.4 },
    });
    expect(decide.mock.calls).toEqual([
      ['checkout-help', { actions: ['form-help'], render: false }],
      ['late-help', { actions: ['call-me'], render: false }],
    ]);
  });

  it('falls back, and says why: no answer in time, no such point, no such type', async () => {
    const { provider } = setting();
    await OpenFeature.setProviderAndWait(provider as unknown as Provider);
    const client = OpenFeature.getClient();
    expect(client.getStringDetails('late-help', 'mine')).toMatchObject({
      value: 'mine',
      reason: 'DEFAULT',
      flagMetadata: { fault: 'timeout' },
    });
    expect(client.getStringDetails('unheard', 'mine')).toMatchObject({
      value: 'mine',
      errorCode: 'FLAG_NOT_FOUND',
    });
    expect(client.getNumberDetails('checkout-help', 7)).toMatchObject({
      value: 7,
      errorCode: 'TYPE_MISMATCH',
    });
  });

  it('asks anew when the context changes', async () => {
    const { provider, set } = setting();
    await OpenFeature.setProviderAndWait(provider as unknown as Provider);
    set({ action: 'none', decision: DECISION, propensity: 0.6 });
    await OpenFeature.setContext({ step: 2 });
    expect(OpenFeature.getClient().getBooleanValue('checkout-help', true)).toBe(false);
  });

  it('is not ready before it has asked', () => {
    expect(setting().provider.resolveStringEvaluation('checkout-help', 'x')).toMatchObject({
      value: 'x',
      errorCode: 'PROVIDER_NOT_READY',
    });
  });

  it('tells of a context change by events, and keeps the answer of the newest change, whichever comes last', async () => {
    const { provider, decide } = setting();
    await OpenFeature.setProviderAndWait(provider as unknown as Provider);
    const client = OpenFeature.getClient();
    const told: string[] = [];
    for (const event of [ProviderEvents.Reconciling, ProviderEvents.ContextChanged] as const)
      client.addHandler(event, () => void told.push(event));
    const answers: ((action: string) => void)[] = [];
    decide.mockImplementation(
      (point) =>
        new Promise((done) => {
          const answer = (action: string) => done({ action, decision: DECISION, propensity: 0.5 });
          if (point === 'checkout-help') answers.push(answer);
          else answer('none');
        }),
    );
    const first = OpenFeature.setContext({ step: 2 });
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    const second = OpenFeature.setContext({ step: 3 });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.('form-help');
    answers[0]?.('none');
    await Promise.all([first, second]);
    expect(client.getStringValue('checkout-help', 'mine')).toBe('form-help');
    expect(told).toContain(ProviderEvents.Reconciling);
    expect(told.at(-1)).toBe(ProviderEvents.ContextChanged);
  });

  it('is ready when every point has its answer, and not before', async () => {
    const { provider, decide } = setting();
    let answer: () => void = () => undefined;
    decide.mockImplementation(
      () =>
        new Promise((done) => {
          const before = answer;
          answer = () => {
            before();
            done({ action: 'form-help', decision: DECISION, propensity: 0.4 });
          };
        }),
    );
    const ready = OpenFeature.setProviderAndWait(provider as unknown as Provider);
    const client = OpenFeature.getClient();
    expect(client.getStringDetails('checkout-help', 'mine')).toMatchObject({
      value: 'mine',
      errorCode: 'PROVIDER_NOT_READY',
    });
    await vi.waitFor(() => expect(decide).toHaveBeenCalledTimes(2));
    answer();
    await ready;
    expect(client.providerStatus).toBe('READY');
    expect(client.getStringValue('checkout-help', 'mine')).toBe('form-help');
  });

  it('forgets what was decided when it is shut down, also what comes afterwards', async () => {
    const { provider, decide } = setting();
    await OpenFeature.setProviderAndWait(provider as unknown as Provider);
    let late: (() => void) | undefined;
    decide.mockImplementation(
      () =>
        new Promise(
          (done) => (late = () => done({ action: 'form-help', decision: DECISION, propensity: 1 })),
        ),
    );
    const asking = provider.onContextChange();
    await OpenFeature.close();
    late?.();
    await Promise.race([asking, new Promise((done) => setTimeout(done, 20))]);
    expect(provider.resolveStringEvaluation('checkout-help', 'mine')).toMatchObject({
      value: 'mine',
      errorCode: 'PROVIDER_NOT_READY',
    });
  });

  it.each([
    [
      'a number',
      (client: ReturnType<typeof OpenFeature.getClient>) => client.getNumberDetails('checkout-help', 7),
    ],
    [
      'an object',
      (client: ReturnType<typeof OpenFeature.getClient>) => client.getObjectDetails('checkout-help', {}),
    ],
  ])('is no %s', async (_, read) => {
    await OpenFeature.setProviderAndWait(setting().provider as unknown as Provider);
    expect(read(OpenFeature.getClient())).toMatchObject({ reason: 'ERROR', errorCode: 'TYPE_MISMATCH' });
  });
});
