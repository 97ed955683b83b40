import { createHash } from 'node:crypto';
import {
  BLOB_VERSION,
  createBlobBuilder,
  Fault,
  HEADER_WORDS,
  kernelBytes,
  OPS,
  openModel,
  parseBlob,
  shift,
} from '@causeway/contract';
import { describe, expect, it } from 'vitest';

/** Input 0 chooses a row of a table; then a layer, and two trees on the inputs. */
const sample = (missing = false): Uint8Array<ArrayBuffer> => {
  const b = createBlobBuilder({ inputs: 5, missing });
  const row = b.vector(3);
  b.op('gather', {
    out: row,
    a: b.input,
    n: 3,
    k: 4,
    w: b.floats(Array.from({ length: 12 }, (_, k) => k / 8)),
  });
  const out = b.vector(2);
  b.op('gemv', {
    out,
    a: row,
    n: 2,
    k: 3,
    w: b.matrix([1, 2, 3, -1, -2, -3], 2, 3),
    v: b.floats([0.5, 0.25]),
  });
  const nodes = b.wholes([2 | 4096 | (2 << 13), 0, 1, 0, 0, 3]);
  b.op('trees', { out, a: b.input, b: nodes, n: 2, k: 2, w: shift(nodes, 4), v: b.floats([0.5, 1, 2, 4]) });
  return b.seal(out, 2, [1, 0, 1, 0, 0]);
};

const GEMV = HEADER_WORDS + 8;
const TREES = HEADER_WORDS + 16;
const NODES = HEADER_WORDS + 24;

/** Where the table's row and the output lie: behind the blob and five inputs in eight words. */
const ROW = sample().length / 4 + 8;
const OUT = ROW + 4;

/** The sample with some words set, and, unless told otherwise, a digest that fits. */
const altered = (set: Record<number, number>, reseal = true): Uint8Array<ArrayBuffer> => {
  const bytes = sample();
  const words = new Uint32Array(bytes.buffer);
  for (const [at, value] of Object.entries(set)) words[Number(at)] = value;
  if (reseal) {
    words.fill(0, 8, 16);
    bytes.set(createHash('sha256').update(bytes).digest(), 32);
  }
  return bytes;
};
const bits = (x: number): number => new Uint32Array(new Float32Array([x]).buffer)[0] as number;
const faultOf = (run: () => unknown): Fault => {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

const CASES: readonly (readonly [string, () => Uint8Array<ArrayBuffer>, string])[] = [
  ['no bytes', () => new Uint8Array(0), 'got 0 bytes, allowed are whole words up to 8388608'],
  ['a byte too many', () => new Uint8Array([...sample(), 0]), 'allowed are whole words'],
  ['another magic', () => altered({ 0: 0x1234 }), 'it does not begin with CWKM'],
  ['a cut blob', () => sample().slice(0, -4), 'cut or grown'],
  ['a grown blob', () => new Uint8Array([...sample(), 0, 0, 0, 0]), 'cut or grown'],
  [
    'an altered weight',
    () => altered({ 60: bits(3) }, false),
    'its bytes do not give its digest: it was altered',
  ],
  ['no inputs', () => altered({ 3: 0 }), 'got 0 inputs, 2 outputs'],
  ['no outputs', () => altered({ 4: 0 }), 'got 5 inputs, 0 outputs'],
  ['more inputs than words', () => altered({ 3: 5000 }), 'its inputs would lie at words'],
  ['an op list over the end', () => altered({ 5: 1e6 }), 'its ops would lie at words'],
  ['too large an arena', () => altered({ 6: 1e6 }), 'and 1000000 working words, allowed'],
  ['outputs outside the arena', () => altered({ 16: 20 }), 'its outputs would lie at words 20 to 22'],
  ['a golden row outside', () => altered({ 17: 1e5 }), 'its golden row would lie at words 100000'],
  ['floats that begin outside', () => altered({ 18: 1e5 }), 'its floats would lie at words 100000'],
  ['an unknown op', () => altered({ [GEMV]: 99 }), 'got the op 99, which this kernel does not know'],
  ['an op of code 0', () => altered({ [GEMV]: 0 }), 'got the op 0, which'],
  [
    'an op that writes to the weights',
    () => altered({ [GEMV + 1]: 60 }),
    'gemv writes words 60 to 62, outside',
  ],
  ['an op that writes nothing', () => altered({ [GEMV + 4]: 0 }), 'gemv writes words'],
  ['an op that reads behind the arena', () => altered({ [GEMV + 2]: 4e9 }), 'gemv reads words 4000000000'],
  ['weights behind the arena', () => altered({ [GEMV + 6]: 1e6 }), 'gemv reads words 1000000'],
  ['a layer too wide', () => altered({ [GEMV + 5]: 4e9 }), 'has the size or step 4000000000'],
  ['a table of no rows', () => altered({ [HEADER_WORDS + 5]: 0 }), 'gather has a table of no rows'],
  ['a root outside the nodes', () => altered({ [NODES + 4]: 4 }), 'tree 0 begins outside its 4 nodes'],
  [
    'a child outside the nodes',
    () => altered({ [NODES]: 2 | (9 << 13) }),
    'node 0 has a child outside its 4 nodes',
  ],
  ['a feature outside the model', () => altered({ [NODES]: 4000 | (2 << 13) }), 'node 0 looks at word'],
  ['a target outside the outputs', () => altered({ [NODES + 1]: 7 }), 'leaf 1 votes for 7 of 2'],
  ['roots before the nodes', () => altered({ [TREES + 6]: 30 }), 'the roots do not lie behind the nodes'],
  [
    'a second input where there is none',
    () => altered({ [HEADER_WORDS + 3]: 30 }),
    'gather takes no second input',
  ],
  ['a layer that writes over its input', () => altered({ [GEMV + 1]: ROW }), 'over what it reads'],
  ['a layer that writes over its weights', () => altered({ [GEMV + 6]: OUT - 4 }), 'over what it reads'],
  ['a layer that writes over its biases', () => altered({ [GEMV + 7]: OUT + 1 }), 'over what it reads'],
  ['a step where there is none', () => altered({ [GEMV]: OPS.relu }), 'relu takes no second step'],
];

describe('a model blob', () => {
  it.each(CASES)('is refused with %s', (_, make, sentence) => {
    const fault = faultOf(() => parseBlob(make()));
    expect([fault.code, fault.message]).toEqual(['bad-model', expect.stringContaining(sentence)]);
  });

  it('of another version is refused as such', () => {
    const fault = faultOf(() => parseBlob(altered({ 1: 2 })));
    expect([fault.code, fault.message]).toEqual([
      'unknown-version',
      expect.stringContaining(`got version 2, allowed is ${BLOB_VERSION}`),
    ]);
  });

  it.each([NaN, Infinity, -Infinity])('is refused with a weight of %s', (x) => {
    const floatsAt = parseBlob(sample()).words[18] as number;
    const fault = faultOf(() => parseBlob(altered({ [floatsAt]: bits(x) })));
    expect(fault.message).toContain(`the weight at word ${floatsAt} is ${x}, not a finite number`);
  });

  it('is refused when neither engine gives its golden row', () => {
    const { goldenAt } = parseBlob(sample());
    const fault = faultOf(() => openModel(altered({ [goldenAt + 8]: bits(123) }), WebAssembly));
    expect(fault.message).toContain('its golden row is not what its ops give');
  });

  it('survives every altered byte: refused, each time', () => {
    const bytes = sample();
    for (let k = 0; k < bytes.length; k++) {
      const other = bytes.slice();
      other[k] = (other[k] as number) ^ 0x41;
      expect(['bad-model', 'unknown-version']).toContain(faultOf(() => parseBlob(other)).code);
    }
  });

  it('neither traps nor hangs when resealed with any word set to anything', () => {
    const module = new WebAssembly.Module(kernelBytes());
    const count = sample().length / 4;
    let ran = 0;
    for (let k = 3; k < count; k++) {
      for (const value of [0, 1, 5, 1000, 0x7fffffff, 0x80000000, 0xffffffff]) {
        if (k >= 8 && k < 16) continue;
        try {
          openModel(altered({ [k]: value }), WebAssembly, module).run([1, 0, 1, 0, 0]);
          ran += 1;
        } catch (error) {
          expect(['bad-model', 'bad-field']).toContain((error as Fault).code);
        }
      }
    }
    expect(ran).toBeGreaterThan(10);
  });
});

describe('a row', () => {
  it.each([
    [[1, 2, 3], 'got 3 numbers, the model takes 5'],
    [[1, NaN, 0, 0, 0], 'number 1 is NaN, no finite float'],
    [[1, 0, Infinity, 0, 0], 'number 2 is Infinity'],
    [[1, 0, 0, 0, 1e39], 'number 4 is 1e+39'],
    [[4, 0, 0, 0, 0], 'number 0 is 4, not a whole number under 4'],
    [[-1, 0, 0, 0, 0], 'number 0 is -1, not a whole number under 4'],
    [[1.5, 0, 0, 0, 0], 'number 0 is 1.5, not a whole number under 4'],
  ])('%j is refused before the call', (row, sentence) => {
    for (const wasm of [WebAssembly, undefined]) {
      const fault = faultOf(() => openModel(sample(), wasm).run(row));
      expect([fault.code, fault.message]).toEqual(['bad-field', expect.stringContaining(sentence)]);
    }
  });

  it('may be missing a number where the model says so, and then goes the node’s way', () => {
    const model = openModel(sample(true), WebAssembly);
    const left = [...model.run([1, 0, 0, 0, 0])];
    expect([...model.run([1, 0, NaN, 0, 0])]).toEqual(left);
    expect([...model.run([1, 0, 1, 0, 0])]).not.toEqual(left);
    expect(() => model.run([1, 0, Infinity, 0, 0])).toThrow('no finite float');
  });
});
