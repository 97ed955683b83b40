import { createBlobBuilder, openModel, type WasmLike } from '@causeway/contract';
import { expect, test } from 'vitest';

const bytes = (() => {
  const b = createBlobBuilder({ inputs: 3 });
  const out = b.vector(1);
  b.op('gemv', { out, a: b.input, n: 1, k: 3, w: b.matrix([0.5, -1, 2], 1, 3), v: b.floats([0.1]) });
  b.op('sigmoid', { out, a: out, n: 1, k: 1 });
  return b.seal(out, 1, [1, 1, 1]);
})();

class Forbidden {
  constructor() {
    throw new EvalError('compiling is forbidden by the content policy');
  }
}

test('the kernel runs where WebAssembly compiles', () => {
  const model = openModel(bytes, WebAssembly);
  expect(model.engine).toBe('kernel');
  expect(model.score([1, 2, 3])).toBeCloseTo(1 / (1 + Math.exp(-(0.5 - 2 + 6 + 0.1))), 6);
});

test('the twin runs, with the same bits, where there is no WebAssembly or compiling throws', () => {
  const kernel = openModel(bytes, WebAssembly);
  for (const wasm of [undefined, { Module: Forbidden, Instance: Forbidden } as unknown as WasmLike]) {
    const model = openModel(bytes, wasm);
    expect(model.engine).toBe('twin');
    expect(model.score([1, 2, 3])).toBe(kernel.score([1, 2, 3]));
  }
});

test('the twin runs where the kernel gives another golden row', () => {
  class Wrong {
    readonly exports: object;
    constructor() {
      this.exports = { memory: new WebAssembly.Memory({ initial: 1 }), run: () => {} };
    }
  }
  const model = openModel(bytes, { Module: class {}, Instance: Wrong } as unknown as WasmLike);
  expect(model.engine).toBe('twin');
  expect(model.score([1, 2, 3])).toBe(openModel(bytes, WebAssembly).score([1, 2, 3]));
});
