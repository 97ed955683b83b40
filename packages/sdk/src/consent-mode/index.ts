// Google Consent Mode: consent that the shop's banner tells gtag is consent for the SDK.
export { type ConsentModeOptions, followConsentMode } from './follow-consent-mode.ts';
