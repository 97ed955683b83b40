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

const refuseRow = (message: string): never => {
  throw new Fault('bad-field', 'model input', message);
};

/** Non-finite inputs are refused here, before the call: `max` and comparisons inside would swallow a NaN. */
export const modelRunner = (blob: Blob, engine: Engine): ModelRunner => {
  const { inputs, inputAt, outputs, outputAt, missing, choices } = blob;
  const { floats } = engine;
  const step = (row: ArrayLike<number>): void => {
    if (row.length !== inputs) refuseRow(`got ${row.length} numbers, the model takes ${inputs}`);
    floats.set(row, inputAt);
    // x - x is 0 for what is finite, and nothing else.
    let odd = 0;
    for (let k = inputAt; k < inputAt + inputs; k++) odd += (floats[k] as number) - (floats[k] as number);
    for (let k = 0; odd !== 0 && k < inputs; k++) {
      const x = floats[inputAt + k] as number;
      if (x - x !== 0 && !(missing && x !== x))
        refuseRow(`number ${k} is ${row[k]}, not a finite 32-bit float`);
    }
    for (const { input, rows } of choices) {
      const x = row[input] as number;
      if (!(x >= 0 && x < rows && x % 1 === 0))
        refuseRow(`number ${input} is ${x}, not a whole number under ${rows}`);
    }
    engine.step();
  };
  return {
    engine: engine.name,
    blob,
    score(row) {
      step(row);
      return floats[outputAt] as number;
    },
    run(row, out = new Float32Array(outputs)) {
      step(row);
      for (let k = 0; k < outputs; k++) out[k] = floats[outputAt + k] as number;
      return out;
    },
  };
};

/** Whether the engine gives the golden row's outputs, bit for bit. */
export const passesGolden = (blob: Blob, engine: Engine): boolean => {
  const { floats } = engine;
  const wanted = blob.goldenAt + padded(blob.inputs);
  floats.copyWithin(blob.inputAt, blob.goldenAt, blob.goldenAt + blob.inputs);
  engine.step();
  for (let k = 0; k < blob.outputs; k++) {
    if (!Object.is(floats[blob.outputAt + k], floats[wanted + k])) return false;
  }
  return true;
};
