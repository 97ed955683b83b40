// The React entry. Safe in StrictMode and on a server: everything happens in effects.

export { BOOTSTRAP_ID, type Bootstrap, bootstrapText, readBootstrap } from './bootstrap.ts';
export { useShopper } from './shopper-context.ts';
export { ShopperProvider, type ShopperProviderProps } from './shopper-provider.tsx';
export { type ShownDecision, type UseDecisionOptions, useDecision } from './use-decision.ts';
export { useFriction } from './use-friction.ts';
