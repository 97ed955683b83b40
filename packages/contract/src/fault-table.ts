/**
 * The one table of what can go wrong. Apart from the error class, so that a page carries the codes and not the table.
 * `whose` says who has to act; `status` is what the edge answers; the code is stable, the sentence is not.
 */
export const FAULTS = {
  'bad-config': { whose: 'shop', status: 503, meaning: 'an option of the SDK or of the worker is malformed' },
  'bad-json': { whose: 'client', status: 400, meaning: 'the body is not JSON' },
  'bad-field': { whose: 'client', status: 400, meaning: 'a field has a wrong type, range or name' },
  'unknown-version': { whose: 'client', status: 400, meaning: 'an artefact or message of another version' },
  'unknown-action': { whose: 'shop', status: 400, meaning: 'an action that the action table does not hold' },
  'missing-key': { whose: 'edge', status: 503, meaning: 'a key that the worker needs is not configured' },
  'bad-token': {
    whose: 'client',
    status: 401,
    meaning: 'a token is missing, forged, expired or meant for something else',
  },
  'bad-signature': {
    whose: 'shop',
    status: 401,
    meaning: 'a signed request does not carry a valid signature',
  },
  'wrong-origin': { whose: 'shop', status: 403, meaning: 'the page’s origin is not on the list' },
  'not-found': { whose: 'client', status: 404, meaning: 'no such route or object' },
  'wrong-method': { whose: 'client', status: 405, meaning: 'the route exists with another method' },
  'too-large': { whose: 'client', status: 413, meaning: 'the body is over the route’s limit' },
  'too-many': { whose: 'client', status: 429, meaning: 'more requests than the rate limit allows' },
  'stale-release': { whose: 'offline', status: 409, meaning: 'a release older than the one that is live' },
  'bad-release': {
    whose: 'offline',
    status: 422,
    meaning: 'a release that is unsigned, altered or inconsistent',
  },
  'bad-model': {
    whose: 'offline',
    status: 422,
    meaning: 'a model blob that is altered, cut, of a wrong form, or that does not give its golden row',
  },
  'no-release': { whose: 'offline', status: 503, meaning: 'no release has been published yet' },
  'store-failed': {
    whose: 'edge',
    status: 503,
    meaning: 'a store (KV, R2, queue, object) did not answer; nothing was acknowledged',
  },
  'bad-log': {
    whose: 'offline',
    status: 422,
    meaning: 'a log line that cannot be read; it is set aside and counted',
  },
  'bad-input': { whose: 'offline', status: 422, meaning: 'a file or a table that a verb cannot use' },
  'no-support': {
    whose: 'offline',
    status: 422,
    meaning: 'the log holds too little support to answer the question',
  },
  timeout: { whose: 'edge', status: 504, meaning: 'no answer before the deadline' },
  internal: { whose: 'edge', status: 500, meaning: 'a defect of ours' },
} as const satisfies Record<string, { whose: string; status: number; meaning: string }>;

export type FaultCode = keyof typeof FAULTS;

/** What the edge answers to a fault. */
export const statusOf = (fault: { readonly code: FaultCode }): number => FAULTS[fault.code].status;
