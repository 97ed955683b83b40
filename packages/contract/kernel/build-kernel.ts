// Compiles kernel.ts to kernel.wasm and writes its bytes into src/kernel/kernel-bytes.ts. The same compiler gives the same
// bytes; test/contract/kernel/kernel-build.test.ts compiles again and compares.
//   node scripts/run-ts.mjs packages/contract/kernel/build-kernel.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const here = new URL('./', import.meta.url);
const FLAGS = [
  '--runtime stub --noAssert -O3 --converge --enable simd --initialMemory 2 --use abort=',
].flatMap((text) => text.split(' '));

/** The kernel's WebAssembly, compiled now. */
export const compileKernel = async (): Promise<Uint8Array> => {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await main(['kernel.ts', '--outFile', 'kernel.wasm', ...FLAGS], {
    readFile: (name) => (name === 'kernel.ts' ? readFileSync(new URL(name, here), 'utf8') : null),
    writeFile: (_, content) => {
      wasm = typeof content === 'string' ? undefined : content;
    },
    listFiles: () => [],
  });
  if (error !== null || wasm === undefined) throw new Error(`the kernel did not compile: ${error} ${stderr}`);
  return wasm;
};

export const bytesModule = (wasm: Uint8Array): string =>
  `// Written by packages/contract/kernel/build-kernel.ts: the kernel's ${wasm.length} bytes, in hex: gzip finds more in it than in base64.\n` +
  `export const KERNEL_BYTES =\n  '${Buffer.from(wasm).toString('hex')}';\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wasm = await compileKernel();
  writeFileSync(new URL('kernel.wasm', here), wasm);
  writeFileSync(new URL('../src/kernel/kernel-bytes.ts', here), bytesModule(wasm));
  console.log(`kernel.wasm: ${wasm.length} bytes`);
}
