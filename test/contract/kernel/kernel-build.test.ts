import { readFileSync } from 'node:fs';
import { kernelBytes } from '@causeway/contract';
import { expect, test } from 'vitest';
import { bytesModule, compileKernel } from '../../../packages/contract/kernel/build-kernel.ts';

const file = (path: string): Buffer =>
  readFileSync(new URL(`../../../packages/contract/${path}`, import.meta.url));

test('the kernel’s source, its .wasm and its inlined bytes are one thing', async () => {
  const compiled = Buffer.from(await compileKernel());
  expect(compiled.equals(file('kernel/kernel.wasm'))).toBe(true);
  expect(compiled.equals(kernelBytes())).toBe(true);
  expect(file('src/kernel/kernel-bytes.ts').toString()).toBe(bytesModule(compiled));
});

test('the kernel is under 4 KB, imports nothing and exports run and memory', () => {
  const bytes = kernelBytes();
  expect(bytes.length).toBeLessThan(4096);
  const module = new WebAssembly.Module(bytes);
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toEqual(['run', 'memory']);
});
