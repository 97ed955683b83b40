import { Fault } from '../fault.ts';
import { padded } from './blob-layout.ts';
import type { Blob } from './read-header.ts';

/** One memory that holds a blob and its arena, and what runs the blob's ops over it once. */
export type Engine = { readonly name: 'kernel' | 'twin'; readonly floats: Float32Array; step(): void };

/** A model ready to run: synchronous, no allocation a call. */
export type ModelRunner = {
  readonly engine: Engine['name'];
  readonly blob: Blob;
  /** The first output of one row of inputs. Throws `bad-field` for a row that the model does not take. */
  score(row: ArrayLike<number>): number;
  /** All outputs of one row, into `out`. */
  run(row: ArrayLike<number>, out?: Float32Array): Float32Array;
};

export const refuseRow = (message: string): never => {
  throw new Fault('bad-field', 'model input', message);
};

/** Non-finite inputs are refused here, before the call: `max` and comparisons inside would swallow a NaN. */
export const modelRunner = (blob: Blob, { name, floats, step }: Engine): ModelRunner => {
  const { inputs, inputAt, outputs, outputAt, missing } = blob;
  const given = floats.subarray(outputAt, outputAt + outputs);
  const bits = new Int32Array(floats.buffer, floats.byteOffset);
  const take = (row: ArrayLike<number>): void => {
    if (row.length !== inputs) refuseRow(`got ${row.length} numbers, the model takes ${inputs}`);
    floats.set(row, inputAt);
    for (let k = 0; k < inputs; k++)
      // Every bit of the exponent is set in what is not finite: whole numbers are looked through faster than floats.
      if (((bits[inputAt + k] as number) << 1) >>> 24 > 254 && !(missing && row[k] !== row[k]))
        refuseRow(`number ${k} is ${row[k]}, no finite float`);
    step();
  };
  return {
    engine: name,
    blob,
    score(row) {
      take(row);
      return given[0] as number;
    },
    run(row, out = new Float32Array(outputs)) {
      take(row);
      out.set(given);
      return out;
    },
  };
};

/** Whether the runner gives the golden row's outputs, bit for bit. */
export const passesGolden = ({ blob, run }: ModelRunner): boolean => {
  const golden = new Float32Array(blob.words.buffer, 4 * blob.goldenAt);
  const wanted = padded(blob.inputs);
  return run(golden.subarray(0, blob.inputs)).every((x, k) => Object.is(x, golden[wanted + k]));
};
