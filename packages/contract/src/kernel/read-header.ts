import { Fault } from '../fault.ts';
import {
  ARENA_AT,
  BLOB_MAGIC,
  BLOB_VERSION,
  BYTES_AT,
  GOLDEN_AT,
  HEADER_WORDS,
  INPUTS_AT,
  MISSING_AT,
  MOST_BLOB_BYTES,
  NAMES_AT,
  OP_WORDS,
  OPS_AT,
  OUTPUT_AT,
  OUTPUTS_AT,
  VERSION_AT,
} from './blob-layout.ts';
import { GATHER } from './op.ts';
import { refuseBlob } from './refuse-blob.ts';

/** A blob's words, and what a caller may ask of it. */
export type Blob = {
  /** the blob's own words; the arena is not among them */
  readonly words: Uint32Array;
  /** words of the blob and of its arena together */
  readonly total: number;
  readonly inputs: number;
  readonly outputs: number;
  /** addresses of the first input, the first output and the golden row, in words */
  readonly inputAt: number;
  readonly outputAt: number;
  readonly goldenAt: number;
  /** NaN is an input and says "missing" */
  readonly missing: boolean;
  /** the inputs that choose a row of a table: whole numbers under `rows` */
  readonly choices: readonly { readonly input: number; readonly rows: number }[];
  /** first 32 bits of the digest of the inputs' names; 0: unnamed */
  readonly names: number;
};

/** What a blob's header says; nothing is checked. `choices` are for rows that a stranger fills. */
export const headerOf = (words: Uint32Array, choices: Blob['choices'] = []): Blob => {
  const header = (k: number): number => words[k] as number;
  const inputAt = words.length;
  return {
    words,
    total: inputAt + header(ARENA_AT),
    inputs: header(INPUTS_AT),
    outputs: header(OUTPUTS_AT),
    inputAt,
    outputAt: header(OUTPUT_AT),
    goldenAt: header(GOLDEN_AT),
    missing: header(MISSING_AT) === 1,
    choices,
    names: header(NAMES_AT),
  };
};

const choicesOf = (words: Uint32Array): Blob['choices'] => {
  const header = (k: number): number => words[k] as number;
  const [inputAt, inputs] = [words.length, header(INPUTS_AT)];
  const choices: { input: number; rows: number }[] = [];
  const end = HEADER_WORDS + header(OPS_AT) * OP_WORDS;
  for (let op = HEADER_WORDS; op < end && op < inputAt; op += OP_WORDS) {
    const input = header(op + 2) - inputAt;
    if (header(op) === GATHER && input >= 0 && input < inputs) choices.push({ input, rows: header(op + 5) });
  }
  return choices;
};

/**
 * Reads a blob's header: right magic, version and size. Throws `unknown-version`, or `bad-model` with a sentence for each.
 */
export const readHeader = (bytes: Uint8Array, at = 'model'): Blob => {
  const size = bytes.length;
  if (size < 4 * HEADER_WORDS || size % 4 !== 0 || size > MOST_BLOB_BYTES) {
    refuseBlob(at, `got ${size} bytes, allowed are whole words up to ${MOST_BLOB_BYTES}`);
  }
  const words = new Uint32Array(bytes.slice().buffer);
  const header = (k: number): number => words[k] as number;
  if (header(0) !== BLOB_MAGIC) refuseBlob(at, 'it does not begin with CWKM');
  if (header(VERSION_AT) !== BLOB_VERSION) {
    throw new Fault('unknown-version', at, `got version ${header(VERSION_AT)}, allowed is ${BLOB_VERSION}`);
  }
  if (header(BYTES_AT) !== size)
    refuseBlob(at, `it says ${header(BYTES_AT)} bytes and has ${size}: cut or grown`);
  return headerOf(words, choicesOf(words));
};
