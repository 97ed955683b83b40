/** One request to the edge; `path` is one of the contract's ROUTES, the body already text. */
export type SendRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string;
  readonly contentType: string;
};

export type SendAnswer = { readonly status: number; readonly body: string; readonly retryAfterMs?: number };

/**
 * The transport, injected. Answers with any status; rejects when there was no answer (network fault), with an error named
 * `TimeoutError` or `AbortError` when `deadlineMs` (ms) passed.
 */
export type Send = (request: SendRequest, deadlineMs: number) => Promise<SendAnswer>;
