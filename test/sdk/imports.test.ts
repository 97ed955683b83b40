import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';

const { exports } = JSON.parse(readFileSync(join(ROOT, 'packages/sdk/package.json'), 'utf8')) as {
  exports: Record<string, string | { default: string }>;
};
const SUBPATHS = Object.entries(exports).flatMap(([subpath, places]) =>
  typeof places === 'string' ? [] : [{ name: `@causeway/sdk${subpath.slice(1)}`, file: places.default }],
);

mkdirSync(join(ROOT, '.cache'), { recursive: true });
/** Under the repository, so that the package is found by its name, as a shop finds it. */
const folder = mkdtempSync(join(ROOT, '.cache', 'imports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a module of plain Node, no page and no flag, as a server does. */
const inNode = (text: string): { status: number | null; stdout: string; stderr: string } => {
  const file = join(folder, 'main.mjs');
  writeFileSync(file, text);
  return spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
};

describe('on a server', () => {
  it('every subpath is a file that was built', () => {
    for (const { file } of SUBPATHS) expect(existsSync(join(ROOT, 'packages/sdk', file)), file).toBe(true);
  });

  it('every subpath loads in plain Node, adds no global and leaves nothing running', () => {
    const names = SUBPATHS.map(({ name }) => name).filter((name) => !name.endsWith('-worker'));
    const { status, stdout, stderr } = inNode(`
      const before = new Set(Object.getOwnPropertyNames(globalThis));
      const found = {};
      for (const name of ${JSON.stringify(names)}) found[name] = Object.keys(await import(name)).length;
      const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
      console.log(JSON.stringify({ found, added }));`);
    expect([status, stderr]).toEqual([0, '']);
    const { found, added } = JSON.parse(stdout) as { found: Record<string, number>; added: string[] };
    expect(added).toEqual([]);
    expect(Object.keys(found)).toEqual(names);
    for (const name of names) expect(found[name], name).toBeGreaterThan(0);
  });

  it('what a server component needs loads where React has no hooks', () => {
    const text = `import { bootstrapText } from '@causeway/sdk/bootstrap';
      console.log(bootstrapText({ decisions: {} }));`;
    const file = join(folder, 'component.mjs');
    writeFileSync(file, text);
    const { stdout, stderr } = spawnSync(process.execPath, ['--conditions=react-server', file], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([stdout.trim(), stderr]).toEqual(['{"decisions":{}}', '']);
  });

  it('what starts in a page does nothing there, and throws nothing', () => {
    const { status, stdout, stderr } = inNode(`
      import { start, forget } from '@causeway/sdk';
      import { start as watch } from '@causeway/sdk/friction';
      import { start as later } from '@causeway/sdk/lazy';
      import { bridgeDataLayer } from '@causeway/sdk/datalayer';
      import { followConsentMode } from '@causeway/sdk/consent-mode';
      import { causewayProvider } from '@causeway/sdk/openfeature';
      const shopper = start({ consent: 'granted' });
      shopper.cart({ items: 1, cents: 1 });
      const stops = [bridgeDataLayer(shopper), followConsentMode(shopper)];
      const provider = causewayProvider(shopper, { points: { help: ['form-help'] } });
      await provider.initialize();
      const watching = watch({ consent: 'granted' });
      watching.stop();
      const lazy = later({ consent: 'granted' }, 'now');
      lazy.outcome('left');
      if ((await lazy.decide('help')).reason !== 'not-running') throw new Error('it ran');
      lazy.stop();
      for (const stop of stops) stop();
      console.log(JSON.stringify([shopper.state(), (await shopper.decide('help')).reason,
        provider.resolveStringEvaluation('help', 'mine').value, await shopper.erase(), await forget() ?? null]));
      shopper.stop();`);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual([null, 'not-running', 'mine', false, null]);
  });
});

/** Words that tell whose code it is: they stand in a bundle's text even when it is minified. */
const MARKS = {
  senses: 'aria-invalid',
  presses: 'pointermove',
  delivery: 'sendBeacon',
  device: 'indexedDB',
  decisions: '/v1/decision',
  kernel: 'WebAssembly',
  inspector: 'adoptedStyleSheets',
  layer: 'causeway_friction',
  flags: 'PROVIDER_NOT_READY',
  ga4: 'add_shipping_info',
} as const;
type Mark = keyof typeof MARKS;

/** What is loaded on demand stays apart, and counts for nothing here. */
const onDemand: Plugin = {
  name: 'on-demand',
  setup: ({ onResolve }) =>
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    ),
};

/** The marks in a shop's bundle of this text, with what loads at once. */
const bundled = async (contents: string): Promise<Mark[]> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    target: 'es2022',
    external: ['react', 'react/jsx-runtime', 'onnxruntime-web/*'],
    plugins: [onDemand],
    logLevel: 'silent',
  });
  const text = outputFiles[0]?.text ?? '';
  return (Object.keys(MARKS) as Mark[]).filter((mark) => text.includes(MARKS[mark]));
};
const only = async (name: string, subpath: string): Promise<Mark[]> =>
  bundled(`import { ${name} } from '@causeway/sdk${subpath}';console.log(${name})`);

describe('an import brings what it names and nothing else', () => {
  it.each<[string, string, readonly Mark[]]>([
    ['start', '/friction', ['senses', 'presses', 'delivery']],
    ['start', '/lazy', []],
    ['ShopperProvider', '/react', []],
    ['createVisit', '/core', ['decisions', 'kernel']],
    ['followConsentMode', '/consent-mode', []],
    ['bridgeDataLayer', '/datalayer', ['layer', 'ga4']],
    ['GA4_STAGES', '/datalayer', ['ga4']],
    ['causewayProvider', '/openfeature', ['flags']],
    ['inspect', '/inspector', ['inspector']],
    ['explainStages', '/inspector', []],
    ['STAGES', '', []],
    ['FACT_KINDS', '', []],
    ['THRESHOLDS', '', []],
    ['useShopper', '/react', []],
    ['bootstrapText', '/react', []],
    ['bootstrapText', '/bootstrap', []],
    ['useDecision', '/react', []],
  ])('%s of @causeway/sdk%s: %j', async (name, subpath, marks) => {
    expect(await only(name, subpath)).toEqual(marks);
  });

  it('sees each mark where it is', async () => {
    expect(await only('start', '')).toEqual(
      expect.arrayContaining(['senses', 'presses', 'delivery', 'device', 'decisions', 'kernel']),
    );
  });

  it('an import for its effects alone brings nothing', async () => {
    expect(await bundled(`import '@causeway/sdk';import '@causeway/sdk/react'`)).toEqual([]);
  });
});
