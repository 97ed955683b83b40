import { epochMs } from '../event/fact.ts';
import type { Checked } from '../schema.ts';
import { array, integer, number, object, text } from '../schema.ts';
import { EMBEDDING_SIZE } from './embedding.ts';

/** So many visits are remembered, so that one that is told of again moves nothing. */
export const MOST_MOVES_KEPT = 16;

/** Where z has gone since the batch, beside the batch's own z, which stays: dropping this takes every move back. */
export const checkMovedEmbedding = object({
  /** digest of the dynamics that moved it: under other ones the batch's word counts again */
  dynamics: text(64, /^[0-9a-f]{64}$/, 64),
  z: array(number(-4, 4), EMBEDDING_SIZE, EMBEDDING_SIZE),
  spread: number(0, 10),
  steps: integer(1, 1e6),
  /** the bound on drift is reached: the batch's word counts until the next one */
  spent: integer(0, 1),
  /** the visits that moved it last, the newest at the end */
  sessions: array(text(40, /^[A-Za-z0-9_-]+$/, 8), MOST_MOVES_KEPT, 1),
  at: epochMs,
});
export type MovedEmbedding = Checked<typeof checkMovedEmbedding>;
