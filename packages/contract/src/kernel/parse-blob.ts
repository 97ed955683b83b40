import { Fault } from '../fault.ts';
import { toHex } from '../maths/bytes.ts';
import { sha256 } from '../maths/sha256.ts';
import {
  AT,
  BLOB_MAGIC,
  BLOB_VERSION,
  HEADER_WORDS,
  MOST_ARENA_WORDS,
  MOST_BLOB_BYTES,
  OP_WORDS,
  padded,
} from './blob-layout.ts';
import { checkOps, readOp, refuseBlob } from './check-ops.ts';
import { OPS } from './op.ts';

/** A blob that was found whole: its words, and what a caller may ask of it. */
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
  readonly digest: string;
};

/** SHA-256 of the blob with its digest's words zero. */
export const blobDigest = (bytes: Uint8Array): Uint8Array => {
  const copy = bytes.slice();
  copy.fill(0, 4 * AT.digest, 4 * AT.digest + 32);
  return sha256(copy);
};

/**
 * Reads a model blob (blob-layout.ts). Throws `unknown-version`, or `bad-model` with a sentence of its own for a wrong magic,
 * size, digest, offset, op, or a weight that is not finite. What it returns runs without a check in kernel and twin.
 */
export const parseBlob = (bytes: Uint8Array, at = 'model'): Blob => {
  const size = bytes.length;
  if (size < 4 * HEADER_WORDS || size % 4 !== 0 || size > MOST_BLOB_BYTES) {
    refuseBlob(
      at,
      `got ${size} bytes, allowed are whole words from ${4 * HEADER_WORDS} to ${MOST_BLOB_BYTES} bytes`,
    );
  }
  const words = new Uint32Array(bytes.slice().buffer);
  const header = (k: number): number => words[k] as number;
  if (header(0) !== BLOB_MAGIC) refuseBlob(at, 'this is no model blob: it does not begin with CWKM');
  if (header(AT.version) !== BLOB_VERSION) {
    throw new Fault(
      'unknown-version',
      at,
      `got version ${header(AT.version)}, this code reads ${BLOB_VERSION}`,
    );
  }
  if (header(AT.bytes) !== size)
    refuseBlob(at, `it says ${header(AT.bytes)} bytes and has ${size}: cut or grown`);
  const digest = toHex(bytes.subarray(4 * AT.digest, 4 * AT.digest + 32));
  if (toHex(blobDigest(bytes)) !== digest) refuseBlob(at, 'its bytes do not give its digest: it was altered');

  const blob = size / 4;
  const inputs = header(AT.inputs);
  const outputs = header(AT.outputs);
  const arena = header(AT.arena);
  const total = blob + arena;
  const within = (name: string, from: number, count: number, low: number, high: number): void => {
    if (from < low || from + count > high) {
      refuseBlob(at, `its ${name} lie at words ${from} to ${from + count}, outside ${low} to ${high}`);
    }
  };
  if (inputs < 1 || outputs < 1 || arena > MOST_ARENA_WORDS) {
    refuseBlob(
      at,
      `got ${inputs} inputs, ${outputs} outputs and ${arena} working words (at most ${MOST_ARENA_WORDS})`,
    );
  }
  within('inputs', blob, padded(inputs), blob, total);
  within('ops', HEADER_WORDS, header(AT.ops) * OP_WORDS, HEADER_WORDS, header(AT.floats));
  within('floats', header(AT.floats), 0, HEADER_WORDS, blob);
  within('golden row', header(AT.golden), padded(inputs) + outputs, header(AT.floats), blob);
  within('outputs', header(AT.output), outputs, blob, total);
  const floats = new Float32Array(words.buffer);
  for (let k = header(AT.floats); k < blob; k++) {
    const x = floats[k] as number;
    if (x - x !== 0) refuseBlob(at, `the weight at word ${k} is ${x}, not a finite number`);
  }
  checkOps(words, { blob, total, inputs });
  const choices = Array.from({ length: header(AT.ops) }, (_, k) => readOp(words, k))
    .filter(({ code, a }) => code === OPS.gather && a >= blob && a < blob + inputs)
    .map(({ a, k }) => ({ input: a - blob, rows: k }));
  return {
    words,
    total,
    inputs,
    outputs,
    inputAt: blob,
    outputAt: header(AT.output),
    goldenAt: header(AT.golden),
    missing: header(AT.missing) === 1,
    choices,
    names: header(AT.names),
    digest,
  };
};
