import { OpenFeature, type Provider } from '@openfeature/web-sdk';
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
});
