import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));

export type ConsoleFile = { readonly type: string; readonly body: string };

/** Only the console's own files, and nothing inline: the pages hold under it from any static host too. */
export const CONSOLE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The console's page, script and styles by their path from its root, built in memory: nothing is written. */
export const buildConsole = async (): Promise<ReadonlyMap<string, ConsoleFile>> => {
  const made = (await build({
    configFile: false,
    root: PAGES,
    logLevel: 'error',
    resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: { input: join(PAGES, 'main.ts'), output: { entryFileNames: 'console.js' } },
    },
  })) as Rolldown.RolldownOutput;
  const script = made.output.find((file) => file.type === 'chunk');
  const text = (name: string): string => readFileSync(join(PAGES, name), 'utf8');
  const css = ['tokens', 'frame', 'parts', 'print'].map((name) => text(`styles/${name}.css`)).join('\n');
  return new Map([
    ['', { type: 'text/html; charset=utf-8', body: text('index.html') }],
    ['icon.svg', { type: 'image/svg+xml', body: text('icon.svg') }],
    ['console.js', { type: 'text/javascript; charset=utf-8', body: script?.code ?? '' }],
    ['console.css', { type: 'text/css; charset=utf-8', body: css }],
  ]);
};
