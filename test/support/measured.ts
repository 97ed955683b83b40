import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

/** A number as docs/measured.json and the README have it: the tests that measure it again compare with this. */
export const measured = (name: string): unknown =>
  (JSON.parse(readFileSync(join(ROOT, 'docs/measured.json'), 'utf8')) as Record<string, unknown>)[name];
