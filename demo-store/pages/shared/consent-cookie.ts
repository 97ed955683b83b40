/** Where the visitor's answer is kept; the server reads it to write it into the next page. */
export const CONSENT_COOKIE = 'fennel-consent';
