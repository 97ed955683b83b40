import { type ReactNode, useEffect, useRef, useState } from 'react';
import { startLazily } from '../lazy/start-lazily.ts';
import type { Shopper } from '../shell/shopper.ts';
import type { StartOptions } from '../shell/start-options.ts';
import type { Bootstrap } from './bootstrap.ts';
import { BootstrapContext, ShopperContext } from './shopper-context.ts';

/** What a provider is given. */
export type ShopperProviderProps = {
  /** Read when the provider starts. A change of `consent` or `subjectToken` starts anew. */
  readonly options: StartOptions;
  /** decisions that the server asked for; the same on the server and in the page, so that both render the same */
  readonly bootstrap?: Bootstrap | undefined;
  /** rendered at once, whatever the shopper does */
  readonly children?: ReactNode;
};

/** Starts a shopper for its children and stops it with itself. Renders its children at once and the same on a server. */
export const ShopperProvider = ({ options, bootstrap, children }: ShopperProviderProps): ReactNode => {
  const [shopper, setShopper] = useState<Shopper | null>(null);
  const latest = useRef(options);
  latest.current = options;
  const { consent, subjectToken } = options;
  // These two start anew, and no other option does.
  useEffect(() => {
    const started = startLazily(latest.current, 'now');
    setShopper(started);
    return () => {
      // Consent that is taken back sends nothing more and clears the device; any other end delivers what is left.
      if (consent === 'granted' && latest.current.consent !== 'granted') started.consent('denied');
      else started.stop();
      setShopper(null);
    };
  }, [consent, subjectToken]);
  return (
    <BootstrapContext.Provider value={bootstrap}>
      <ShopperContext.Provider value={shopper}>{children}</ShopperContext.Provider>
    </BootstrapContext.Provider>
  );
};
