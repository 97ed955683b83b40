import { epochMs } from '../event/fact.ts';
import type { Checked } from '../schema.ts';
import {
  array,
  boolean,
  integer,
  literal,
  nullable,
  number,
  object,
  optional,
  record,
  text,
} from '../schema.ts';
import { EMBEDDING_SIZE } from './embedding.ts';
import { checkMovedEmbedding } from './moved-embedding.ts';

/** A keyed hash of a person made by the shop, or a random name of a visitor ("anon:" in front). Never a raw id. */
export const subjectText = text(64, /^(anon:)?[A-Za-z0-9_-]+$/);
export const digestText = text(64, /^[0-9a-f]{64}$/, 64);

/** What the offline half publishes for one person: quantised z (bytes, 1/32 steps) and its spread. */
export const checkStoredProfile = object({
  kind: literal('profile'),
  version: integer(1, 1),
  release: digestText,
  at: epochMs,
  z: array(integer(-128, 127), EMBEDDING_SIZE, EMBEDDING_SIZE),
  spread: number(0, 10),
  /** where the edge has moved z since (B45); the offline half never writes it */
  moved: optional(checkMovedEmbedding),
});
export type StoredProfile = Checked<typeof checkStoredProfile>;

/** What the page and the edge know of this visitor: the body of the signed profile token. */
export const checkProfile = object({
  subject: subjectText,
  known: boolean,
  z: array(integer(-128, 127), EMBEDDING_SIZE, EMBEDDING_SIZE),
  spread: number(0, 10),
  holdout: boolean,
  arms: record(text(40), text(40), 16),
  /** the live release, and the part of it that the page runs */
  release: nullable(digestText),
  model: nullable(digestText),
  /** the group that the shop's server names */
  stratum: optional(text(40, /^[a-z0-9-]+$/)),
  /** the arm was asked for by the shop's server (a tester): decisions are marked, and nothing learns from them */
  override: optional(literal(true)),
  /** of no meaning: makes the tokens of known and unknown people equally long */
  pad: optional(text(600, /^[.]*$/, 0)),
});
export type Profile = Checked<typeof checkProfile>;

/** The spread of a stranger's z: the standard deviation of the prior. */
export const PRIOR_SPREAD = 1;

/** The prior of someone never seen: z = 0 with the prior's spread. Same shape as anyone's. */
export const priorProfile = (subject: string): Profile => ({
  subject,
  known: false,
  z: new Array<number>(EMBEDDING_SIZE).fill(0),
  spread: PRIOR_SPREAD,
  holdout: false,
  arms: {},
  release: null,
  model: null,
});
