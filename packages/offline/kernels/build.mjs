// node packages/offline/kernels/build.mjs [--check]: AssemblyScript -> .wasm, and the same bytes as text in src/kernel.
// With --check nothing is written: exit 1 when what is committed is not what the sources give.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const asc = join(
  dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
  'bin',
  'asc.js',
);
const FLAGS = '-O3 --runtime stub --enable simd --importMemory --noAssert --initialMemory 1'.split(' ');

const compile = (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-kernel-'));
  try {
    const out = join(folder, `${name}.wasm`);
    const run = spawnSync(process.execPath, [asc, `${name}.ts`, ...FLAGS, '-o', out], {
      cwd: here,
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const moduleOf = (name, bytes) => {
  const lines = (bytes.toString('base64').match(/.{1,100}/g) ?? []).map((line) => `  '${line}',`);
  return `// Written by kernels/build.mjs from kernels/${name}.ts: ${bytes.length} bytes of wasm, base64.
export const ${name}Wasm: string = [
${lines.join('\n')}
].join('');
`;
};

let stale = 0;
for (const name of ['boost', 'net']) {
  const bytes = compile(name);
  const files = [
    [join(here, `${name}.wasm`), bytes],
    [join(here, '..', 'src', 'kernel', `${name}-wasm.ts`), Buffer.from(moduleOf(name, bytes))],
  ];
  for (const [path, content] of files) {
    if (existsSync(path) && readFileSync(path).equals(content)) continue;
    if (process.argv.includes('--check')) {
      console.error(`${path} is not what ${name}.ts gives`);
      stale += 1;
    } else writeFileSync(path, content);
  }
  console.error(`${name}: ${bytes.length} bytes`);
}
process.exit(stale > 0 ? 1 : 0);
