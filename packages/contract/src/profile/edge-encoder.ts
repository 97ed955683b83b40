import { checkBlobText } from '../kernel/blob-text.ts';
import type { ModelRunner } from '../kernel/model-runner.ts';
import type { Check, Checked } from '../schema.ts';
import {
  array,
  boolean,
  integer,
  isObject,
  literal,
  number,
  object,
  record,
  refuse,
  text,
} from '../schema.ts';
import { coordinateSpread, EMBEDDING_SIZE, personSpread, quantise } from './embedding.ts';
import { digestText, type StoredProfile } from './profile.ts';
import { type ColumnEncoding, denseProfile, type ProfileEncoding } from './profile-encoding.ts';

const MOST_INPUTS = 16_384;
const named = { name: text(200), missing: integer(-1, MOST_INPUTS) };
const place = integer(0, MOST_INPUTS);
const finite = number(-1e300, 1e300);
const scaled = { centre: finite, scale: number(1e-300, 1e300) };

const COLUMNS: Readonly<Record<ColumnEncoding['kind'], Check<unknown>>> = {
  number: object({ ...named, kind: literal('number'), at: place, logged: boolean, ...scaled }),
  moment: object({ ...named, kind: literal('moment'), at: place, hours: boolean, ...scaled }),
  level: object({
    ...named,
    kind: literal('level'),
    at: place,
    levels: array(text(2000, /^/, 0), MOST_INPUTS),
    rest: boolean,
  }),
  words: object({ ...named, kind: literal('words'), at: place, words: array(text(200), MOST_INPUTS) }),
};

const checkColumn: Check<ColumnEncoding> = (value, at) => {
  const kind = isObject(value) ? value['kind'] : undefined;
  if (typeof kind !== 'string' || !Object.hasOwn(COLUMNS, kind))
    return refuse(`${at}.kind`, kind, Object.keys(COLUMNS).join(', '));
  return COLUMNS[kind as ColumnEncoding['kind']](value, at) as ColumnEncoding;
};

const checkEncoding: Check<ProfileEncoding> = object({
  kind: literal('profile-encoding'),
  version: literal(1),
  inputs: integer(1, MOST_INPUTS),
  columns: array(checkColumn, 2000, 1),
  reference: finite,
});

/** What turns a raw profile into z at the edge: the encoder's map from columns to inputs, and its net as a blob. */
export const checkEdgeEncoder = object({
  kind: literal('edge-encoder'),
  version: literal(1),
  /** the encoder's digest: profiles that it makes name it, and a release that has it among its lineage reads them */
  encoder: digestText,
  encoding: checkEncoding,
  blob: checkBlobText,
});
export type EdgeEncoder = Checked<typeof checkEdgeEncoder>;

const checkCell: Check<string | number | boolean | null> = (value, at) => {
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return value as number;
  return text(2000, /^/, 0)(value, at);
};

/** A raw profile: cells by column; what is missing is null, or not there. */
export const checkRawProfile = record(text(200), checkCell, 2000);
export type RawProfile = Checked<typeof checkRawProfile>;

/** Columns of a raw profile that the encoder does not read: a name that is written otherwise would else be a missing cell. */
export const unreadColumns = ({ encoding }: EdgeEncoder, cells: RawProfile): string[] => {
  const known = new Set(encoding.columns.map(({ name }) => name));
  return Object.keys(cells).filter((name) => !known.has(name));
};

/**
 * z and spread of one person from her raw profile (B14), as the study reckons them within the kernel's 1e-5: the encoder's inputs, zeros
 * for the messages of a graph that nobody sends here, the blob's z and ln variances. `at` is the moment that dates are read against, ms.
 */
export const embedPerson = (
  { encoding }: EdgeEncoder,
  { blob, run }: ModelRunner,
  cells: RawProfile,
  at: number,
): Pick<StoredProfile, 'z' | 'spread'> => {
  const row = new Float32Array(blob.inputs);
  const own = encoding.columns.map(({ name }) => (Object.hasOwn(cells, name) ? cells[name] : null));
  row.set(denseProfile(encoding, own, at));
  const out = Array.from(run(row));
  return {
    z: quantise(out.slice(0, EMBEDDING_SIZE)),
    spread: personSpread(out.slice(EMBEDDING_SIZE, 2 * EMBEDDING_SIZE).map(coordinateSpread)),
  };
};

/** Throws `bad-field` for a net that does not take this encoding's inputs, or does not give a z and its variances. */
export const requireFit = ({ encoding }: EdgeEncoder, { blob }: ModelRunner, at: string): void => {
  if (blob.inputs < encoding.inputs)
    refuse(`${at}.blob`, blob.inputs, `a net of at least ${encoding.inputs} inputs`);
  if (blob.outputs !== 2 * EMBEDDING_SIZE)
    refuse(`${at}.blob`, blob.outputs, `a net of ${2 * EMBEDDING_SIZE} outputs: z and ln of its variances`);
};
