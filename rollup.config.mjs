import { existsSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import { integrity } from './scripts/integrity.mjs';
import { kernelLast } from './scripts/kernel-last.mjs';
import { leanPage, leanTwins } from './scripts/lean-page.mjs';
import { shortNames } from './scripts/short-names.mjs';

/** The plugin compiles every package anew for each bundle that it serves: what it gave the first serves them all. */
const compileOnce = (plugin) => {
  let compiled = false;
  return {
    ...plugin,
    buildStart(options) {
      if (compiled) return;
      compiled = true;
      plugin.buildStart.call(this, options);
    },
  };
};

// One instance over all packages, since they import each other's source; types are checked by `tsc -b` alone.
const compiler = compileOnce(
  typescript({
    tsconfig: 'tsconfig.base.json',
    include: ['packages/*/src/**', 'packages/worker-edge/dev/**'],
    noCheck: true,
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
    jsx: 'react-jsx',
    lib: ['ES2022', 'DOM', 'DOM.Iterable'],
    types: [],
  }),
);

const plugins = (conditions) => [
  ...(conditions.includes('browser') ? [leanTwins] : []),
  nodeResolve({ exportConditions: ['source', ...conditions], extensions: ['.ts', '.tsx', '.mjs', '.js'] }),
  compiler,
  ...(conditions.includes('browser') ? [leanPage] : []),
];

/**
 * Nearly all of a script tag runs at once. V8 compiles what stands in brackets when it first reads it, and a text that begins with this
 * comment whole, while the page still comes in and off its main thread; function by function it cost the page twice the time.
 */
const EAGER = { wrap_iife: true, preamble: '//# allFunctionsCalledOnLoad' };

const minify = (module) =>
  terser({
    module,
    ecma: 2022,
    compress: { unsafe_arrows: true, keep_fargs: false, pure_getters: true, passes: 4 },
    ...(module ? {} : { ...shortNames(), format: EAGER }),
  });

/** The contract builds its checks by these at load; a check that nothing calls need not be there. */
const BUILDERS =
  'object array record text integer number oneOf literal nullable optional byKind digest help'.split(' ');

/** A library keeps its dependencies as imports: the shop's own bundler resolves and shares them. */
const bare = (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:/.test(id);

/** The SDK carries the lean contract inside itself: the whole one, with its sentences, is for the other rooms. */
const sdkBare = (id) => bare(id) && !id.startsWith('@causeway/');

const sdk = 'packages/sdk';
const isEntry = (id) => id.endsWith(`/${sdk}/src/index.ts`);
/** The same, beside the package's own entry. */
const lazyBare = (id) => sdkBare(id) || isEntry(id);
const LIBRARIES = [sdkBare, lazyBare];
const edge = 'packages/worker-edge';
const offline = 'packages/offline';

/** Files that the script tag loads by import(), from its own folder, when it needs them. */
const BESIDE_TAG = { 'twin-hazard': 'causeway-twin', 'release-onnx': 'causeway-onnx' };
const besideTag = (id) => {
  const name = BESIDE_TAG[/([a-z-]+)\.ts$/.exec(id)?.[1] ?? ''];
  return name === undefined ? undefined : `./${name}.js`;
};

const entries = [
  {
    input: `${sdk}/src/script-tag.ts`,
    output: {
      file: `${sdk}/dist/causeway.js`,
      format: 'iife',
      name: 'causeway',
      inlineDynamicImports: true,
      paths: (id) => besideTag(id) ?? id,
    },
    conditions: ['browser'],
    // What few pages need lies beside the tag and is loaded when it is needed: the twin, and the way to the heavy runtime.
    external: (id) => besideTag(id) !== undefined,
  },
  {
    input: `${sdk}/src/friction-tag.ts`,
    output: { file: `${sdk}/dist/causeway-friction.js`, format: 'iife', name: 'causeway' },
    conditions: ['browser'],
    external: () => false,
  },
  ...Object.entries(BESIDE_TAG).map(([file, name]) => ({
    input: { [name]: `${sdk}/src/hazard/${file}.ts` },
    output: { dir: `${sdk}/dist`, format: 'es', inlineDynamicImports: true },
    conditions: ['browser'],
    external: () => false,
  })),
  {
    input: {
      index: `${sdk}/src/index.ts`,
      core: `${sdk}/src/core/index.ts`,
      friction: `${sdk}/src/friction/index.ts`,
      'consent-mode': `${sdk}/src/consent-mode/index.ts`,
      datalayer: `${sdk}/src/datalayer/index.ts`,
      inspector: `${sdk}/src/inspector/index.ts`,
      openfeature: `${sdk}/src/openfeature/index.ts`,
    },
    output: { dir: `${sdk}/dist`, format: 'es', chunkFileNames: 'shared.js' },
    conditions: ['browser'],
    external: sdkBare,
  },
  {
    // What loads the package's own entry by import(), when it is needed, holds no part of it: a chunk of both would be loaded with either.
    input: {
      lazy: `${sdk}/src/lazy/index.ts`,
      react: `${sdk}/src/react/index.ts`,
      bootstrap: `${sdk}/src/react/bootstrap.ts`,
    },
    output: {
      dir: `${sdk}/dist`,
      format: 'es',
      chunkFileNames: 'lazy-[name].js',
      paths: (id) => (isEntry(id) ? './index.js' : id),
    },
    conditions: ['browser'],
    external: lazyBare,
  },
  {
    // The heavy runtime's own files: a page that runs the kernel asks for none but the first.
    input: { hazard: `${sdk}/src/hazard/index.ts`, 'onnx-worker': `${sdk}/src/hazard/onnx-worker.ts` },
    // A chunk may be called `index` by rollup, and so would be written over the package's own entry.
    output: { dir: `${sdk}/dist`, format: 'es', chunkFileNames: 'hazard-[name].js' },
    conditions: ['browser'],
    external: bare,
  },
  {
    input: `${edge}/src/index.ts`,
    output: { file: `${edge}/dist/worker.js`, format: 'es', inlineDynamicImports: true },
    conditions: ['workerd', 'worker'],
    external: (id) => id.startsWith('cloudflare:') || id.endsWith('.wasm'),
  },
  {
    input: { harness: `${edge}/dev/harness.ts` },
    output: { dir: `${edge}/dist`, format: 'es' },
    conditions: ['node'],
    external: bare,
  },
  {
    input: { index: 'packages/contract/src/index.ts' },
    output: { dir: 'packages/contract/dist', format: 'es' },
    conditions: [],
    external: bare,
  },
  {
    input: { index: `${offline}/src/index.ts`, simulator: `${offline}/src/simulator/index.ts` },
    output: { dir: `${offline}/dist`, format: 'es', chunkFileNames: 'shared.js' },
    conditions: ['node'],
    external: bare,
  },
];

/** The part of an input that is on disk; an entry still to be written is left out, not an error. */
const present = (input) => {
  if (typeof input === 'string') return existsSync(input) ? input : undefined;
  const found = Object.entries(input).filter(([, file]) => existsSync(file));
  return found.length > 0 ? Object.fromEntries(found) : undefined;
};

const configs = entries.flatMap(({ input, output, conditions, external }) => {
  const found = present(input);
  if (found === undefined) return [];
  return {
    input: found,
    output,
    external,
    ...(conditions.includes('browser') ? { treeshake: { manualPureFunctions: BUILDERS } } : {}),
    plugins: [
      ...plugins(conditions),
      // A library stays readable: minified, it would lose the marks by which a shop's bundler leaves out what it does not use.
      ...(LIBRARIES.includes(external) ? [] : [minify(output.format === 'es')]),
      ...(output.format === 'iife' ? [kernelLast] : []),
      ...(conditions.includes('browser') ? [integrity] : []),
    ],
    onwarn(warning, warn) {
      if (warning.code === 'UNRESOLVED_IMPORT') throw new Error(warning.message);
      warn(warning);
    },
  };
});

if (configs.length === 0) throw new Error('no entry exists yet: nothing to build');

export default configs;
