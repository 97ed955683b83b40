/**
 * What travels in the queue: the name of a batch that R2 holds already, or lines (NDJSON of StoredLine) that it does
 * not. A message is at most 128 KB.
 */
export type LogMessage =
  | { readonly version: 1; readonly key: string }
  | { readonly version: 1; readonly lines: string };

export const MAX_MESSAGE_BYTES = 100_000;
