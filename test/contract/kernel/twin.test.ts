import { kernelBytes, kernelEngine, modelRunner, OPS, parseBlob, twinEngine } from '@causeway/contract';
import { expect, test } from 'vitest';
import { randomModel, randomRow } from './random-model.ts';

const MODELS = 600;
const ROWS = 25;

test('the twin gives the kernel’s bits on 15,000 random pairs of a model and a row', () => {
  const module = new WebAssembly.Module(kernelBytes());
  const ops = new Set<number>();
  let pairs = 0;
  let moved = 0;
  for (let m = 0; m < MODELS; m++) {
    const model = randomModel(m);
    const blob = parseBlob(model.bytes);
    for (let k = 0; k < (blob.words[5] as number); k++) ops.add(blob.words[20 + 8 * k] as number);
    const kernel = modelRunner(blob, kernelEngine(blob, WebAssembly, module));
    const twin = modelRunner(blob, twinEngine(blob));
    const first = kernel.run(randomRow(model, 1));
    for (let r = 0; r < ROWS; r++) {
      const row = randomRow(model, m * ROWS + r);
      const [a, b] = [kernel.run(row), twin.run(row)];
      if (!a.every((x, k) => Object.is(x, b[k]))) expect([m, r, ...a]).toEqual([m, r, ...b]);
      if (!a.every((x, k) => Object.is(x, first[k]))) moved += 1;
      pairs += 1;
    }
  }
  expect(pairs).toBe(15_000);
  expect([...ops].sort((a, b) => a - b)).toEqual(Object.values(OPS));
  // The pairs say something: most rows give other numbers than the first one did.
  expect(moved).toBeGreaterThan(pairs / 2);
});
