// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followConsentMode } from '../../../packages/sdk/src/consent-mode/follow-consent-mode.ts';

type Page = { dataLayer?: unknown[] };
const page = window as unknown as Page;
/** gtag as Google's snippet defines it: it pushes its own arguments object. */
function gtag(..._: unknown[]): void {
  page.dataLayer ??= [];
  page.dataLayer.push(arguments);
}
const told: string[] = [];
const shopper = { consent: (consent: string) => told.push(consent) };

beforeEach(() => {
  vi.useFakeTimers();
  delete page.dataLayer;
  told.length = 0;
});
afterEach(() => vi.useRealTimers());

describe('Google Consent Mode', () => {
  it('takes the word that stands there and every later one, each change once', () => {
    gtag('js', new Date());
    gtag('consent', 'default', { analytics_storage: 'denied', ad_storage: 'denied', wait_for_update: 500 });
    const stop = followConsentMode(shopper);
    expect(told).toEqual(['denied']);
    gtag('consent', 'update', { ad_storage: 'granted' });
    gtag('consent', 'update', { analytics_storage: 'granted' });
    gtag('consent', 'update', { analytics_storage: 'granted' });
    gtag('event', 'consent', { analytics_storage: 'denied' });
    vi.advanceTimersByTime(500);
    expect(told).toEqual(['denied', 'granted']);
    gtag('consent', 'update', { analytics_storage: 'denied' });
    vi.advanceTimersByTime(500);
    stop();
    gtag('consent', 'update', { analytics_storage: 'granted' });
    vi.advanceTimersByTime(5000);
    expect(told).toEqual(['denied', 'granted', 'denied']);
  });

  it('follows another kind of consent in another layer, from before the layer is there', () => {
    const stop = followConsentMode(shopper, { type: 'ad_storage', layer: 'layer2' });
    (page as { layer2?: unknown[] }).layer2 = [['consent', 'update', { ad_storage: 'granted' }]];
    vi.advanceTimersByTime(500);
    expect(told).toEqual(['granted']);
    stop();
  });

  it.each([
    [null],
    ['text'],
    [{}],
    [['consent']],
    [['consent', 'update', null]],
    [['consent', 'update', 'x']],
    [['consent', 'update', { analytics_storage: true }]],
  ])('makes nothing of %j, and harms nothing', (entry) => {
    page.dataLayer = [entry];
    const stop = followConsentMode(shopper);
    expect(told).toEqual([]);
    gtag('consent', 'update', { analytics_storage: 'granted' });
    vi.advanceTimersByTime(500);
    expect(told).toEqual(['granted']);
    stop();
  });

  it('changes nothing of the page: push stays its own', () => {
    page.dataLayer = [];
    const { push } = page.dataLayer;
    followConsentMode(shopper)();
    expect([page.dataLayer.push === push, page.dataLayer.length]).toEqual([true, 0]);
  });
});
