import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { buildScriptTag } from './build-script-tag.ts';

const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));

export type StaticFile = { readonly type: string; readonly body: string | Uint8Array };
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLES = ['base', 'frame', 'shelves', 'checkout', 'forms'];

/** The shop's own scripts: the plain pages, the React pages, and what they share. React's entry takes the SDK from npm. */
const buildScripts = async (): Promise<[string, StaticFile][]> => {
  const made = (await build({
    configFile: false,
    root: PAGES,
    logLevel: 'error',
    resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        input: { plain: join(PAGES, 'plain/main.ts'), react: join(PAGES, 'react/main.tsx') },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return made.output.flatMap((file): [string, StaticFile][] =>
    file.type === 'chunk' ? [[`/${file.fileName}`, { type: SCRIPT, body: file.code }]] : [],
  );
};

/** Every file of the shop by its path, built in memory: nothing is written. */
export const buildPages = async (signal: AbortSignal): Promise<StaticFiles> => {
  const [tag, scripts] = await Promise.all([buildScriptTag(signal), buildScripts()]);
  const css = STYLES.map((name) => readFileSync(join(PAGES, 'styles', `${name}.css`), 'utf8')).join('\n');
  const art = readdirSync(join(PAGES, 'art')).map((name): [string, StaticFile] => [
    `/art/${name}`,
    { type: 'image/svg+xml', body: readFileSync(join(PAGES, 'art', name)) },
  ]);
  return new Map<string, StaticFile>([
    ['/causeway.js', { type: SCRIPT, body: tag }],
    ['/shop.css', { type: 'text/css; charset=utf-8', body: css }],
    ...scripts,
    ...art,
  ]);
};
