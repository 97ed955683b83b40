import {
  ARENA_AT,
  FLOATS_AT,
  HEADER_WORDS,
  MOST_ARENA_WORDS,
  OP_WORDS,
  OPS_AT,
  padded,
} from './blob-layout.ts';
import { checkOps } from './check-ops.ts';
import { readBlob } from './read-blob.ts';
import type { Blob } from './read-header.ts';
import { refuseBlob } from './refuse-blob.ts';

/**
 * Reads a model blob and checks all of it: also shapes, every offset, every op and node, and that every weight is finite;
 * each refusal (`bad-model`) is a sentence of its own. What it returns runs without a check in kernel and twin.
 */
export const parseBlob = (bytes: Uint8Array, at = 'model'): Blob => {
  const blob = readBlob(bytes, at);
  const { words, total, inputs, outputs, inputAt, outputAt, goldenAt } = blob;
  const arena = words[ARENA_AT] as number;
  const floatsAt = words[FLOATS_AT] as number;
  const within = (name: string, from: number, count: number, low: number, high: number): void => {
    if (from < low || from + count > high) {
      refuseBlob(at, `its ${name} would lie at words ${from} to ${from + count}, outside ${low} to ${high}`);
    }
  };
  if (inputs < 1 || outputs < 1 || arena > MOST_ARENA_WORDS) {
    refuseBlob(
      at,
      `got ${inputs} inputs, ${outputs} outputs and ${arena} working words, allowed are at least 1, 1 and at most ` +
        `${MOST_ARENA_WORDS}`,
    );
  }
  within('inputs', inputAt, padded(inputs), inputAt, total);
  within('ops', HEADER_WORDS, (words[OPS_AT] as number) * OP_WORDS, HEADER_WORDS, floatsAt);
  within('floats', floatsAt, 0, HEADER_WORDS, inputAt);
  within('golden row', goldenAt, padded(inputs) + outputs, floatsAt, inputAt);
  within('outputs', outputAt, outputs, inputAt, total);
  const floats = new Float32Array(words.buffer);
  for (let k = floatsAt; k < inputAt; k++) {
    const x = floats[k] as number;
    if (x - x !== 0) refuseBlob(at, `the weight at word ${k} is ${x}, not a finite number`);
  }
  checkOps(words, { blob: inputAt, total, inputs });
  return blob;
};
