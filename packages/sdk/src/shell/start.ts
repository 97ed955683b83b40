import { edgePageLink } from './edge-page-link.ts';
import { forgetDevice } from './forget-device.ts';
import type { Shopper } from './shopper.ts';
import type { StartOptions } from './start-options.ts';
import { startWith } from './start-with.ts';

/**
 * Starts the SDK in this page: with an edge, everything; without one, friction alone. Nothing is listened to, stored or sent
 * unless consent is granted and Global Privacy Control is off (or `honourGpc` false). Never throws into the page.
 */
export const start = (options?: StartOptions): Shopper =>
  startWith({ link: edgePageLink, forget: forgetDevice }, options);
