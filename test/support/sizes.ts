import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { type Bundle, expectedBundles } from './bundles.ts';
import { ROOT } from './root.ts';

/**
 * What a visitor downloads may not grow unseen. Bytes after gzip -9. The whole script tag holds everything that a storefront
 * loads, the hazard kernel included; its goal is 14,000 and friction's is 8,000: see docs/LIMITS.md.
 */
export const BUDGETS: Partial<Record<Bundle, number>> = {
  'packages/sdk/dist/causeway.js': 23_810,
  'packages/sdk/dist/causeway-friction.js': 11_335,
};

/** The npm subpaths as a shop's bundler takes them, with all that they import but React and OpenFeature. */
export const IMPORTS = [
  'index',
  'lazy',
  'react',
  'core',
  'friction',
  'consent-mode',
  'datalayer',
  'openfeature',
  'inspector',
] as const;

/** What each may weigh after gzip -9. The goal of a start is 4,000: `lazy` and `react` bring the rest when it is needed. */
export const IMPORT_BUDGETS: Readonly<Record<(typeof IMPORTS)[number], number>> = {
  index: 30_300,
  lazy: 1_100,
  react: 2_400,
  core: 14_100,
  friction: 13_600,
  'consent-mode': 400,
  datalayer: 850,
  openfeature: 650,
  inspector: 2_700,
};

export interface Size {
  bundle: Bundle;
  raw: number;
  gzip: number;
  brotli: number;
  budget: number | undefined;
}
export type ImportSize = { name: string; gzip: number; brotli: number; budget: number };

export const gzipBytes = (content: Uint8Array): number => gzipSync(content, { level: 9 }).length;
export const brotliBytes = (content: Uint8Array): number => brotliCompressSync(content).length;

export const table = (): Size[] =>
  expectedBundles()
    .filter((bundle) => existsSync(join(ROOT, bundle)))
    .map((bundle) => {
      const content = readFileSync(join(ROOT, bundle));
      return {
        bundle,
        raw: content.length,
        gzip: gzipBytes(content),
        brotli: brotliBytes(content),
        budget: BUDGETS[bundle],
      };
    });

/** Each npm entry that is built, bundled and minified. Files that load on demand count when `import()` is reached, not here. */
export const importTable = async (): Promise<ImportSize[]> => {
  const entries = IMPORTS.map((name) => [name, join(ROOT, 'packages/sdk/dist', `${name}.js`)] as const);
  const sizes = entries
    .filter(([, file]) => existsSync(file))
    .map(async ([name, file]) => {
      const { outputFiles } = await build({
        entryPoints: [file],
        bundle: true,
        splitting: true,
        format: 'esm',
        minify: true,
        write: false,
        outdir: '/out',
        target: 'es2022',
        external: ['react', 'react/jsx-runtime', '@openfeature/*', 'onnxruntime-web/*'],
        logLevel: 'error',
        metafile: true,
      }).then(({ outputFiles, metafile }) => ({ outputFiles: atStart(outputFiles, metafile.outputs) }));
      return {
        name,
        budget: IMPORT_BUDGETS[name],
        gzip: outputFiles.reduce((sum, { contents }) => sum + gzipBytes(contents), 0),
        brotli: outputFiles.reduce((sum, { contents }) => sum + brotliBytes(contents), 0),
      };
    });
  return Promise.all(sizes);
};

type Output = { readonly path: string; readonly contents: Uint8Array };
type Outputs = Record<
  string,
  {
    readonly entryPoint?: string;
    readonly imports: readonly { readonly path: string; readonly kind: string }[];
  }
>;

/** The output files that load with the entry itself. */
const atStart = (files: readonly Output[], outputs: Outputs): Output[] => {
  const loaded = new Set<string>();
  const load = (path: string) => {
    if (loaded.has(path) || outputs[path] === undefined) return;
    loaded.add(path);
    for (const { path: next, kind } of outputs[path].imports) if (kind === 'import-statement') load(next);
  };
  const first = Object.keys(outputs).find((path) => outputs[path]?.entryPoint !== undefined);
  if (first !== undefined) load(first);
  return files.filter(({ path }) => [...loaded].some((name) => path.endsWith(name.split('/').at(-1) ?? '')));
};

type Weighed = { readonly gzip: number; readonly budget: number | undefined };
export const overBudget = (rows: readonly (Weighed & ({ bundle: string } | { name: string }))[]): string[] =>
  rows.flatMap(({ gzip, budget, ...row }) =>
    budget !== undefined && gzip > budget
      ? [`${'bundle' in row ? row.bundle : row.name}: ${gzip} B after gzip, budget ${budget} B`]
      : [],
  );
