import { createBlobBuilder, type OpName, openModel } from '@causeway/contract';
import { describe, expect, it } from 'vitest';

const unary = (name: OpName, n = 1) => {
  const b = createBlobBuilder({ inputs: n });
  const out = b.vector(n);
  b.op(name, { out, a: b.input, n, k: 1 });
  return openModel(b.seal(out, n), WebAssembly);
};

const grid = (low: number, high: number): number[] =>
  Array.from({ length: 20_001 }, (_, k) => Math.fround(low + ((high - low) * k) / 20_000));

describe('f32 functions of the kernel', () => {
  it.each([
    ['sigmoid', (x: number) => 1 / (1 + Math.exp(-x)), -86, 30, 4e-7],
    ['tanh', Math.tanh, -12, 12, 4e-7],
    ['tanh', Math.tanh, -1e-4, 1e-4, 4e-7],
  ] as const)('%s is within a few units of its last place', (name, truth, low, high, bound) => {
    const model = unary(name);
    let worst = 0;
    for (const x of grid(low, high)) {
      const y = truth(x);
      if (y !== 0) worst = Math.max(worst, Math.abs(model.score([x]) - y) / Math.abs(y));
    }
    expect(worst).toBeLessThan(bound);
  });

  it.each(['sigmoid', 'tanh'] as const)('%s stays in its range and never falls', (name) => {
    const model = unary(name);
    let before = -Infinity;
    for (const x of [-3e38, -1000, -90, ...grid(-20, 20), 90, 1000, 3e38]) {
      const y = model.score([x]);
      expect(y >= (name === 'tanh' ? -1 : 0) && y <= 1).toBe(true);
      if (y < before - 1.2e-7) expect([x, y]).toEqual([x, before]);
      before = y;
    }
  });

  it('softmax sums to one and ignores a common shift', () => {
    const model = unary('softmax', 5);
    const row = [0.5, -1.25, 3, 0, 2];
    const p = [...model.run(row)];
    expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 6);
    expect([...model.run(row.map((x) => x + 64))]).toEqual(p);
    expect([...model.run([200, -200, 0, 0, 0])][0]).toBe(1);
  });
});
