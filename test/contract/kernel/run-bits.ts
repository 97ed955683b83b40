import { openModel, sha256, toHex, type WasmLike } from '@causeway/contract';
import { randomModel, randomRow } from './random-model.ts';

export type Bits = { readonly engines: readonly string[]; readonly pairs: number; readonly digest: string };

/** Runs the same random models and rows anywhere; the digest is over the bits of every output, -0 and NaN included. */
export const runBits = (wasm?: WasmLike, module?: object, models = 150, rows = 20): Bits => {
  const engines = new Set<string>();
  const bits: number[] = [];
  let pairs = 0;
  for (let m = 0; m < models; m++) {
    const model = randomModel(m);
    const runner = openModel(model.bytes, wasm, module);
    engines.add(runner.engine);
    for (let r = 0; r < rows; r++) {
      const out = runner.run(randomRow(model, 1000 * m + r));
      pairs += 1;
      // A NaN's payload is no part of the promise: all NaN are one.
      for (const x of out)
        bits.push(new Uint32Array(new Float32Array([x === x ? x : NaN]).buffer)[0] as number);
    }
  }
  return {
    engines: [...engines],
    pairs,
    digest: toHex(sha256(new Uint8Array(Uint32Array.from(bits).buffer))),
  };
};
