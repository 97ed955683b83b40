// npm run docs: writes docs/api from the sources, and the code of docs/RECIPES.md from the examples.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/root.ts';
import { apiPages, readApi, undocumented } from './api/api-pages.ts';
import { withFiles } from './api/with-files.ts';

const folder = join(ROOT, 'docs/api');
const apis = readApi(ROOT);
const pages = apiPages(apis);
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(join(folder, name));
for (const [name, text] of pages) writeFileSync(join(folder, name), text);
const recipes = join(ROOT, 'docs/RECIPES.md');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
writeFileSync(recipes, withFiles(readFileSync(recipes, 'utf8'), read));
console.log(`${pages.size} pages in docs/api`);
for (const what of undocumented(apis)) console.log(`no docstring: ${what}`);
