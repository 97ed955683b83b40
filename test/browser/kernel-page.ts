import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { ROOT } from '../support/root.ts';

const HAZARD = fileURLToPath(new URL('../../packages/sdk/src/hazard/', import.meta.url));
const BITS = fileURLToPath(new URL('../contract/kernel/run-bits.ts', import.meta.url));
const ORT = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));

const ENTRY = `
import { openModel } from '@causeway/contract';
import { kernelHazard, onnxHazard } from '${HAZARD}index.ts';
import { openOnnx } from '${HAZARD}onnx-session.ts';
import { runBits } from '${BITS}';
globalThis.kernel = { openModel, kernelHazard, onnxHazard, openOnnx, runBits };`;

/** What the page carries as its global `kernel`, for tests to run there. */
export type KernelPage = {
  readonly kernel: typeof import('@causeway/contract') &
    typeof import('../../packages/sdk/src/hazard/index.ts') &
    typeof import('../../packages/sdk/src/hazard/onnx-session.ts') &
    typeof import('../contract/kernel/run-bits.ts');
};

const bundle = async (): Promise<Map<string, Uint8Array>> => {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: ROOT, loader: 'ts', sourcefile: 'page.ts' },
    bundle: true,
    splitting: true,
    write: false,
    outdir: '/out',
    format: 'esm',
    conditions: ['source', 'browser'],
    target: 'es2022',
    entryNames: 'page',
    logLevel: 'error',
  });
  const worker = await build({
    entryPoints: [join(HAZARD, 'onnx-worker.ts')],
    bundle: true,
    splitting: true,
    write: false,
    outdir: '/out',
    format: 'esm',
    conditions: ['source', 'browser'],
    target: 'es2022',
    logLevel: 'error',
  });
  const files = [...outputFiles, ...worker.outputFiles];
  return new Map(files.map(({ path, contents }) => [path.slice(path.lastIndexOf('/') + 1), contents]));
};

/** A page of the kernel and its heavy sibling, from loopback, under the given content policy. */
export const servePage = async (policy?: string): Promise<{ url: string; server: Server }> => {
  const files = await bundle();
  const server = createServer((request, response) => {
    const name = (request.url ?? '').split('/').pop() ?? '';
    if (policy !== undefined) response.setHeader('content-security-policy', policy);
    if (name === '') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>kernel</title><script type="module" src="/page.js"></script>');
      return;
    }
    const content = name.startsWith('ort-wasm') ? readFileSync(join(ORT, name)) : files.get(name);
    response.setHeader('content-type', name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');
    response.statusCode = content === undefined ? 404 : 200;
    response.end(content);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
};

/** Opens the page and waits for its global. */
export const openPage = async (browser: Browser, url: string): Promise<Page> => {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'kernel' in globalThis);
  return page;
};
