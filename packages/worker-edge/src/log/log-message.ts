/** Lines of this subject that were received until `until` are to leave the log; `cursor` is where the last step stopped. */
export type EraseMessage = {
  readonly version: 1;
  readonly erase: string;
  readonly until: number;
  readonly cursor: string | null;
};

/**
 * What travels in the queue: the name of a batch that R2 holds already; or lines (NDJSON of StoredLine) that it does not;
 * or a step of an erasure. A message is at most 128 KB.
 */
export type LogMessage =
  | { readonly version: 1; readonly key: string }
  | { readonly version: 1; readonly lines: string }
  | EraseMessage;

export const MAX_MESSAGE_BYTES = 100_000;
