import { fromBase64url, fromUtf8, isObject } from '@causeway/contract';

/**
 * The subject that a subject token names, unverified (its key is not the page's): enough to see whether a kept profile is the
 * same person's. Null for a token that cannot be read, and then no kept profile fits.
 */
export const claimedSubject = (token: string | undefined): string | null => {
  if (token === undefined) return null;
  try {
    const bytes = fromBase64url(token.split('.')[1] ?? '');
    const claims: unknown = JSON.parse((bytes && fromUtf8(bytes)) ?? 'null');
    const body = isObject(claims) ? claims['dat'] : null;
    const subject = isObject(body) ? body['subject'] : null;
    return typeof subject === 'string' ? subject : 'anon:unreadable';
  } catch {
    return 'anon:unreadable';
  }
};
