// The lazy entry: a start of two kilobytes; the rest comes when the page has time for it, or when it is needed.
export type { Decided } from '../core/index.ts';
export type { DecideOptions, Shopper, ShopperEvents } from '../shell/shopper.ts';
export type { Consent, StartOptions } from '../shell/start-options.ts';
export { type LoadWhen, startLazily as start } from './start-lazily.ts';
