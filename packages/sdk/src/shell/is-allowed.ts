import type { StartOptions } from './start-options.ts';

/** Whether the SDK may listen, store and send here: consent is granted, and Global Privacy Control is off or not honoured. */
export const isAllowed = (
  view: Window,
  { consent, honourGpc }: Pick<StartOptions, 'consent' | 'honourGpc'>,
): boolean => {
  const { globalPrivacyControl } = view.navigator as { globalPrivacyControl?: boolean };
  return consent === 'granted' && (globalPrivacyControl !== true || honourGpc === false);
};
