import { createHash } from 'node:crypto';
import {
  createBlobBuilder,
  Fault,
  forestKey,
  kernelBytes,
  kernelEngine,
  type ModelRunner,
  modelRunner,
  parseBlob,
  twinEngine,
} from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { randomModel, randomRow, seeded } from './random-model.ts';

const module = new WebAssembly.Module(kernelBytes());

/** The bytes with a digest that fits: what a hostile maker would send, not what a bad line would make of it. */
const resealed = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const copy = bytes.slice();
  copy.fill(0, 32, 64);
  copy.set(createHash('sha256').update(copy).digest(), 32);
  return copy;
};

/** Both engines on what the whole check lets through; null when it refuses, with one of its own two codes. */
const opened = (bytes: Uint8Array): { kernel: ModelRunner; twin: ModelRunner } | null => {
  try {
    const blob = parseBlob(bytes);
    return {
      kernel: modelRunner(blob, kernelEngine(blob, WebAssembly, module)),
      twin: modelRunner(blob, twinEngine(blob)),
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(['bad-model', 'unknown-version']).toContain(error.code);
    return null;
  }
};

/** Runs both on one row; whichever outputs come, they are the same bits, and a row is refused by both or by neither. */
const alike = (
  { kernel, twin }: { kernel: ModelRunner; twin: ModelRunner },
  row: readonly number[],
): void => {
  const outcome = (model: ModelRunner): string => {
    try {
      return [...model.run(row)].map((x) => (Object.is(x, -0) ? '-0' : String(x))).join();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return error.message;
    }
  };
  expect(outcome(kernel)).toBe(outcome(twin));
};

/** Models of every op among them, small enough that each byte can be tried. */
const MODELS = [3, 7, 12, 20, 33].map(randomModel).filter(({ bytes }) => bytes.length < 6000);

describe('a hostile blob, its digest made to fit', () => {
  it.each(MODELS.map((model, k) => [k, model] as const))(
    '%i: with any byte altered is refused or runs alike',
    (k, model) => {
      const u = seeded(k);
      const row = randomRow(model, k);
      let ran = 0;
      for (let at = 0; at < model.bytes.length; at++) {
        if (at >= 32 && at < 64) continue;
        const other = model.bytes.slice();
        other[at] = (other[at] as number) ^ (1 + Math.floor(u() * 255));
        const both = opened(resealed(other));
        if (both === null) continue;
        alike(both, row);
        ran += 1;
      }
      expect(ran).toBeGreaterThan(10);
    },
  );

  it('cut at any word is refused, though its header tells the new size; but for the padding behind its golden outputs', () => {
    const { bytes } = randomModel(3);
    let ran = 0;
    for (let size = 4; size < bytes.length; size += 4) {
      const cut = bytes.slice(0, size);
      if (size >= 12) new Uint32Array(cut.buffer)[2] = size;
      const both = opened(size >= 64 ? resealed(cut) : cut);
      if (both !== null) alike(both, randomRow(randomModel(3), 1));
      ran += both === null ? 0 : 1;
    }
    expect(ran).toBeLessThan(4);
  });

  it('whose ops read and write one place runs alike, or is refused where the order of steps would show', () => {
    const build = (
      name: 'relu' | 'softmax' | 'normalise' | 'copy' | 'gemv',
      by: number,
    ): Uint8Array<ArrayBuffer> => {
      const b = createBlobBuilder({ inputs: 8 });
      const [hidden, out] = [b.vector(16), b.vector(4)];
      b.op('copy', { out: hidden, a: b.input, n: 8, k: 1 });
      const into = { place: hidden.place, at: hidden.at + by };
      const ones = b.floats(new Array(64).fill(0.5));
      b.op(name, {
        out: into,
        a: hidden,
        ...(name === 'normalise' ? { b: ones } : {}),
        n: 8,
        k: name === 'gemv' ? 8 : 1,
        ...(name === 'normalise' || name === 'gemv' ? { w: ones, v: ones } : {}),
      });
      b.op('copy', { out, a: into, n: 4, k: 1 });
      return b.seal(out, 4);
    };
    for (const name of ['softmax', 'normalise', 'copy'] as const)
      for (const by of [0, 1, 4]) {
        const both = opened(build(name, by));
        expect(both).not.toBeNull();
        alike(both as NonNullable<typeof both>, [1, -2, 3, -4, 5, -6, 7, -8]);
      }
    const whole = opened(build('relu', 0));
    expect(whole).not.toBeNull();
    alike(whole as NonNullable<typeof whole>, [1, -2, 3, -4, 5, -6, 7, -8]);
    for (const by of [1, 4]) expect(() => build('relu', by)).toThrow('over what it reads');
    expect(() => build('gemv', 4)).toThrow('over what it reads');
    expect(opened(build('gemv', 8))).not.toBeNull();
  });
});

describe('a forest', () => {
  const node = (threshold: number, feature: number): number =>
    ((forestKey(new Int32Array(new Float32Array([threshold]).buffer)[0] as number) & 0xffff0000) |
      (4 * feature)) >>>
    0;
  type Odd = { n?: number; k?: number; words?: readonly number[]; leavesAt?: number };
  const forest = ({
    n = 2,
    k = 3,
    words = new Array(4).fill(node(-0.5, 2)),
    leavesAt = 4,
  }: Odd): Uint8Array<ArrayBuffer> => {
    const b = createBlobBuilder({ inputs: 3, missing: true });
    const out = b.vector(1);
    const at = b.wholes([...words, 0x04030201, 0x08070605]);
    b.op('copy', { out, a: b.floats([0]), n: 1, k: 1 });
    b.op('forest', {
      out,
      a: b.input,
      b: at,
      n,
      k,
      w: { place: at.place, at: at.at + leavesAt },
      v: b.floats([0.5]),
    });
    return b.seal(out, 1);
  };

  it.each([
    ['three leaves', { n: 3 }, 'got trees of 3 leaves over 3 features'],
    ['trees too deep', { n: 512 }, 'got trees of 512 leaves'],
    ['no feature', { k: 0 }, 'over 0 features'],
    ['more features than a node can name', { k: 5000 }, 'over 5000 features'],
    ['three trees', { leavesAt: 3 }, 'four trees at a time'],
    ['leaves before its nodes', { leavesAt: 0 }, 'four trees at a time'],
    [
      'a feature it has not',
      { words: [node(1, 0), node(1, 3), node(1, 0), node(1, 0)] },
      'node 1 looks at no feature of its 3',
    ],
    ['half a feature', { words: [node(1, 0) + 2, 0, 0, 0] }, 'node 0 looks at no feature'],
    ['an infinite threshold', { words: [0, 0, 0x7f800000, 0] }, 'node 2 has no finite threshold'],
    ['a NaN for a threshold', { words: [0x80000000, 0, 0, 0] }, 'node 0 has no finite threshold'],
  ] as const)('is refused with %s', (_, odd, sentence) => {
    expect(() => forest(odd)).toThrow(sentence);
  });

  it('tells numbers from their thresholds to the last place, 0 from -0 not at all, and sends what is missing left', () => {
    const both = opened(forest({})) as NonNullable<ReturnType<typeof opened>>;
    const zero = opened(forest({ words: new Array(4).fill(node(0, 2)) })) as typeof both;
    const [left, right] = [5, 13];
    for (const [model, x, wanted] of [
      [both, -0.5, right],
      [both, -0.50000006, left],
      [both, -0.49999997, right],
      [both, -3e38, left],
      [both, 3e38, right],
      [both, NaN, left],
      [zero, -0, right],
      [zero, 0, right],
      [zero, -1e-45, left],
      [zero, NaN, left],
    ] as const)
      for (const engine of [model.kernel, model.twin])
        expect([x, engine.score([9, 9, x])]).toEqual([x, wanted]);
  });
});
