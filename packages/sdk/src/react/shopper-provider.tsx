import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Shopper } from '../shell/shopper.ts';
import { start } from '../shell/start.ts';
import type { StartOptions } from '../shell/start-options.ts';
import { ShopperContext } from './shopper-context.ts';

export type ShopperProviderProps = {
  /** Read when the provider starts. A change of `consent` or `subjectToken` starts anew. */
  readonly options: StartOptions;
  readonly children?: ReactNode;
};

/** Starts a shopper for its children and stops it with itself. Renders its children at once and the same on a server. */
export const ShopperProvider = ({ options, children }: ShopperProviderProps): ReactNode => {
  const [shopper, setShopper] = useState<Shopper | null>(null);
  const latest = useRef(options);
  latest.current = options;
  const { consent, subjectToken } = options;
  // These two start anew, and no other option does.
  useEffect(() => {
    const started = start(latest.current);
    setShopper(started);
    return () => {
      started.stop();
      setShopper(null);
    };
  }, [consent, subjectToken]);
  return <ShopperContext.Provider value={shopper}>{children}</ShopperContext.Provider>;
};
