import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenFile } from './run-golden.ts';

/** The folder is this file's own: under happy-dom a file's URL cannot be resolved with its `URL`. */
export const goldenFile = (): GoldenFile =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'golden.json'), 'utf8'));
