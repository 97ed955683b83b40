import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { blobText } from '@causeway/contract';
import { build } from 'esbuild';
import { ROOT } from '../../test/support/root.ts';
import type { BenchModel } from './models.ts';

export const ENGINES = ['kernel', 'twin', 'onnxruntime'] as const;
export type Engine = (typeof ENGINES)[number];
export const OURS = ['kernel', 'twin'] as const;

export type Weight = { readonly raw: number; readonly gzip: number; readonly brotli: number };
type File = { readonly type: string; readonly brotli: Uint8Array; readonly weight: Weight };

const ORT_WASM = 'ort-wasm-simd-threaded.wasm';

/** Brotli at its best takes half a minute on onnxruntime's 14 MB: kept between runs, by what was compressed. */
const compress = (content: Uint8Array): Uint8Array => {
  const digest = createHash('sha256').update(content).digest('hex');
  const kept = join(ROOT, '.cache/brotli', `${digest}.br`);
  if (existsSync(kept)) return readFileSync(kept);
  const made = brotliCompressSync(content);
  mkdirSync(dirname(kept), { recursive: true });
  if (content.length > 1_000_000) writeFileSync(kept, made);
  return made;
};

const file = (type: string, content: Uint8Array): File => {
  const brotli = compress(content);
  const gzip = gzipSync(content, { level: 9 }).length;
  return { type, brotli, weight: { raw: content.length, gzip, brotli: brotli.length } };
};

const script = async (name: string, format: 'esm' | 'iife'): Promise<Uint8Array> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format,
    conditions: ['source', 'browser'],
    target: 'es2022',
    logLevel: 'error',
  });
  return (outputFiles[0] as { contents: Uint8Array }).contents;
};

const sum = (parts: readonly Weight[]): Weight => ({
  raw: parts.reduce((s, p) => s + p.raw, 0),
  gzip: parts.reduce((s, p) => s + p.gzip, 0),
  brotli: parts.reduce((s, p) => s + p.brotli, 0),
});

export type Served = {
  readonly url: (engine: Engine, model: BenchModel) => string;
  /** the page of a first visit: ours is one document with engine and blob in it */
  readonly first: (engine: Engine, model: BenchModel) => string;
  /** a page of one inlined line */
  readonly blank: string;
  /** what a first visit downloads, but for the model, and the model */
  readonly weight: (engine: Engine, model?: BenchModel) => Weight;
  readonly stop: () => void;
};

/** A page that asks for all it needs at once: the engines differ by their bytes and work, not by waits in a row. */
const documentOf = (engine: Engine, model: string): string => {
  const wasm =
    engine === 'onnxruntime' ? `<link rel="preload" as="fetch" crossorigin href="/${ORT_WASM}">` : '';
  const preload = `<link rel="preload" as="fetch" crossorigin href="${model}">${wasm}`;
  return `<!doctype html><title>λ</title>${preload}<script type="module" src="/${engine}.js"></script>`;
};

const BEGUN = 'var begun=performance.now()';
const BLANK = `<!doctype html><title>λ</title><script>${BEGUN};bench={begun:begun,first:begun,lambda:NaN}</script>`;

/** Ours in one document: the engine's script inlined, and the blob as text before it. */
const inlineOf = (code: Uint8Array, blob: Uint8Array): string =>
  `<!doctype html><title>λ</title><script>${BEGUN},blob="${blobText(blob)}";${Buffer.from(code)}</script>`;

/** Serves a page an engine, everything compressed with brotli; isolated, so that the page's clock is fine. */
export const serve = async (models: readonly BenchModel[]): Promise<Served> => {
  const files = new Map<string, File>();
  for (const engine of ENGINES)
    files.set(`/${engine}.js`, file('text/javascript', await script(`page-${engine}`, 'esm')));
  const inlined = {
    kernel: await script('inline-kernel', 'iife'),
    twin: await script('inline-twin', 'iife'),
  } as const;
  const dist = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));
  files.set(`/${ORT_WASM}`, file('application/wasm', readFileSync(join(dist, ORT_WASM))));
  const modelPath = (engine: Engine, model: BenchModel): string =>
    `/${models.indexOf(model)}.${engine === 'onnxruntime' ? 'onnx' : 'blob'}`;
  const firstPath = (engine: Engine, model: BenchModel): string => `/${engine}-${models.indexOf(model)}`;
  for (const model of models) {
    files.set(modelPath('onnxruntime', model), file('application/octet-stream', model.onnx));
    files.set(modelPath('kernel', model), file('application/octet-stream', model.blob));
    for (const engine of OURS)
      files.set(
        firstPath(engine, model),
        file('text/html; charset=utf-8', Buffer.from(inlineOf(inlined[engine], model.blob))),
      );
  }
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] as string;
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    response.setHeader('cache-control', 'no-store');
    const found = files.get(path);
    if (found !== undefined) {
      response.setHeader('content-type', found.type);
      response.setHeader('content-encoding', 'br');
      response.end(found.brotli);
      return;
    }
    const engine = ENGINES.find((name) => path === `/${name}`);
    const model = new URL(request.url ?? '/', 'http://page').searchParams.get('model') ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.statusCode = engine === undefined && path !== '/' ? 404 : 200;
    response.end(engine === undefined ? BLANK : documentOf(engine, model));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = (engine: Engine, model: BenchModel): string =>
    `${root}/${engine}?model=${modelPath(engine, model)}`;
  const weightOf = (path: string): Weight => (files.get(path) as File).weight;
  return {
    url,
    first: (engine, model) =>
      engine === 'onnxruntime' ? url(engine, model) : `${root}${firstPath(engine, model)}`,
    blank: `${root}/`,
    weight: (engine, model) =>
      sum([
        weightOf(`/${engine}.js`),
        ...(engine === 'onnxruntime' ? [weightOf(`/${ORT_WASM}`)] : []),
        ...(model === undefined ? [] : [weightOf(modelPath(engine, model))]),
      ]),
    stop: () => server.close(),
  };
};
