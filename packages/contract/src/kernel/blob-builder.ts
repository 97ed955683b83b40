import {
  ARENA_AT,
  BLOB_MAGIC,
  BLOB_VERSION,
  BYTES_AT,
  DIGEST_AT,
  FLOATS_AT,
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
  padded,
  VERSION_AT,
} from './blob-layout.ts';
import type { OpName } from './op.ts';
import { OPS } from './op.ts';
import { parseBlob } from './parse-blob.ts';
import { blobDigest } from './read-blob.ts';
import { refuseBlob } from './refuse-blob.ts';
import { runTwin } from './twin.ts';

/** A place in a blob that is being built; its address is known when the blob is sealed. */
export type Ref = { readonly place: 'arena' | 'floats' | 'wholes'; readonly at: number };

export const shift = ({ place, at }: Ref, words: number): Ref => ({ place, at: at + words });

/** An op's words by name (op.ts); `w` is a number where it is a step, and what is left out is 0. */
export type OpWords = {
  readonly out: Ref;
  readonly a: Ref;
  readonly n: number;
  readonly b?: Ref | undefined;
  readonly k?: number;
  readonly w?: Ref | number;
  readonly v?: Ref;
};

export type BlobBuilder = {
  readonly input: Ref;
  /** A new working vector. */
  vector(words: number): Ref;
  floats(values: ArrayLike<number>): Ref;
  /** A row-major n x k matrix, each row padded to 4, as gemv reads it. */
  matrix(values: ArrayLike<number>, n: number, k: number): Ref;
  wholes(values: ArrayLike<number>): Ref;
  op(name: OpName, words: OpWords): void;
  /** The finished blob; its golden row is what the twin gives for `golden`. Throws `bad-model` when that is not finite. */
  seal(output: Ref, outputs: number, golden?: ArrayLike<number>): Uint8Array<ArrayBuffer>;
};

export type BlobOptions = {
  readonly inputs: number;
  /** NaN is an input that says "missing" */
  readonly missing?: boolean;
  /** first 32 bits of the digest of the inputs' names */
  readonly names?: number;
};

/** Padded chunks of one kind of word, end to end. */
const store = () => {
  const words: number[] = [];
  return {
    words,
    add(values: ArrayLike<number>): number {
      const at = words.length;
      for (let k = 0; k < values.length; k++) words.push(values[k] as number);
      while (words.length % 4 !== 0) words.push(0);
      return at;
    },
  };
};

/** Builds a model blob op by op. Buffers are never reused, so that the zeros of their padding stay zeros. */
export const createBlobBuilder = ({ inputs, missing = false, names = 0 }: BlobOptions): BlobBuilder => {
  const floats = store();
  const wholes = store();
  const ops: { readonly name: OpName; readonly words: OpWords }[] = [];
  let arena = padded(inputs);

  const put = (m: Float32Array, u: Uint32Array, floatsAt: number): void => {
    const start = { arena: u.length, floats: floatsAt, wholes: HEADER_WORDS + ops.length * OP_WORDS };
    const address = (ref: Ref | number | undefined): number =>
      ref === undefined ? 0 : typeof ref === 'number' ? ref : start[ref.place] + ref.at;
    ops.forEach(({ name, words: { out, a, b, n, k = 0, w, v } }, index) => {
      const row = [OPS[name], address(out), address(a), address(b), n, k, address(w), address(v)];
      u.set(row, HEADER_WORDS + index * OP_WORDS);
    });
    u.set(wholes.words, start.wholes);
    m.set(floats.words, start.floats);
  };

  return {
    input: { place: 'arena', at: 0 },
    vector(words) {
      const at = arena;
      arena += padded(words);
      return { place: 'arena', at };
    },
    floats: (values) => ({ place: 'floats', at: floats.add(values) }),
    matrix(values, n, k) {
      const rows = new Float64Array(n * padded(k));
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < k; j++) rows[i * padded(k) + j] = values[i * k + j] as number;
      }
      return { place: 'floats', at: floats.add(rows) };
    },
    wholes: (values) => ({ place: 'wholes', at: wholes.add(values) }),
    op(name, words) {
      ops.push({ name, words });
    },
    seal(output, outputs, golden = new Float32Array(inputs)) {
      const floatsAt = HEADER_WORDS + ops.length * OP_WORDS + wholes.words.length;
      const goldenAt = floatsAt + floats.words.length;
      const size = goldenAt + padded(inputs) + padded(outputs);
      if (4 * size > MOST_BLOB_BYTES)
        refuseBlob('model', `it would have ${4 * size} bytes, at most ${MOST_BLOB_BYTES}`);
      const u = new Uint32Array(size);
      const m = new Float32Array(u.buffer);
      const outputAt = (output.place === 'arena' ? size : floatsAt) + output.at;
      put(m, u, floatsAt);
      u[0] = BLOB_MAGIC;
      u[VERSION_AT] = BLOB_VERSION;
      u[BYTES_AT] = 4 * size;
      u[INPUTS_AT] = inputs;
      u[OUTPUTS_AT] = outputs;
      u[OPS_AT] = ops.length;
      u[ARENA_AT] = arena;
      u[MISSING_AT] = missing ? 1 : 0;
      u[OUTPUT_AT] = outputAt;
      u[GOLDEN_AT] = goldenAt;
      u[FLOATS_AT] = floatsAt;
      u[NAMES_AT] = names;
      m.set(golden, goldenAt);

      const memory = new Uint32Array(size + arena);
      const run = new Float32Array(memory.buffer);
      memory.set(u);
      run.set(golden, size);
      runTwin(run, memory);
      m.set(run.subarray(outputAt, outputAt + outputs), goldenAt + padded(inputs));
      const bytes = new Uint8Array(u.buffer);
      bytes.set(blobDigest(bytes), 4 * DIGEST_AT);
      parseBlob(bytes);
      return bytes;
    },
  };
};
