import type { Consent } from '../shell/start-options.ts';
import { watchDataLayer } from '../shell/watch-data-layer.ts';

/** Whose word to follow, and where it stands. */
export type ConsentModeOptions = {
  /** the kind of consent that stands for ours; by default `analytics_storage` */
  readonly type?: string;
  /** the name of the layer; by default `dataLayer` */
  readonly layer?: string;
  /** by default the page's own */
  readonly window?: Window & typeof globalThis;
};

/**
 * Follows gtag('consent', 'default' | 'update', {analytics_storage: 'granted' | 'denied'}): the newest word counts, and one that
 * does not name the type says nothing. `denied` after `granted` stops the SDK and clears the device. Start the shopper without
 * `consent`. Returns how to stop following; on a server it does nothing.
 */
export const followConsentMode = (
  shopper: { consent(consent: Consent): void },
  options: ConsentModeOptions = {},
): (() => void) => {
  const { type = 'analytics_storage', layer = 'dataLayer' } = options;
  const view = options.window ?? (typeof window === 'undefined' ? undefined : window);
  if (view === undefined) return () => undefined;
  let told: Consent | null = null;
  return watchDataLayer(view, layer, ({ 0: command, 1: when, 2: kinds }) => {
    if (command !== 'consent' || (when !== 'default' && when !== 'update')) return;
    const word = (kinds as Record<string, unknown> | undefined)?.[type];
    if ((word !== 'granted' && word !== 'denied') || word === told) return;
    told = word;
    shopper.consent(word);
  });
};
