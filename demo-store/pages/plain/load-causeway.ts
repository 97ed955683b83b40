import type { Shopper, StartOptions } from '@causeway/sdk';

export type Causeway = {
  (name: string, ...args: unknown[]): unknown;
  start(options: StartOptions): Shopper;
  forget(): Promise<void>;
};

declare global {
  interface Window {
    /** the snippet's stub, then the SDK itself */
    causeway?: Causeway;
  }
}

/** The SDK once its script has come; null when it never does (blocked, say): the shop goes on without. */
export const loadCauseway = (): Promise<Causeway | null> =>
  new Promise((resolve) => {
    const script = document.querySelector<HTMLScriptElement>('script[data-part="causeway"]');
    const found = (): boolean => typeof window.causeway?.start === 'function';
    if (script === null || found()) return resolve(found() ? (window.causeway ?? null) : null);
    script.addEventListener('load', () => resolve(found() ? (window.causeway ?? null) : null));
    script.addEventListener('error', () => resolve(null));
  });
