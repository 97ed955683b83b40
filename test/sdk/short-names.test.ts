import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROWS, SHORT_NAMES } from '../../scripts/short-names.mjs';
import { ROOT } from '../support/root.ts';

/** Where the senses are at home, and who wires them to the page. */
const THEIRS =
  /packages\/sdk\/src\/(senses\/|friction\/start-friction|shell\/(run-page|leaving-watch|start)\.ts|core\/(create-visit|visit)\.ts)/;
const TAGS = ['causeway', 'causeway-friction'];
const NAMES = Object.keys(SHORT_NAMES);

const sources = (): [file: string, code: string][] =>
  ['contract', 'sdk'].flatMap((room) => {
    const folder = join(ROOT, 'packages', room, 'src');
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry): [string, string] => {
        const file = join(entry.parentPath, entry.name);
        const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '');
        return [file.slice(ROOT.length), code];
      });
  });

describe('names that the script tags call by a letter', () => {
  it('are read and written by the senses alone', () => {
    const property = new RegExp(
      `(?:\\.|[{,(]\\s*|^\\s+|readonly )(${NAMES.join('|')})(?=\\s*[,}?:;.()=])`,
      'gm',
    );
    const others = sources()
      .filter(([file]) => !THEIRS.test(file))
      .flatMap(([file, code]) => [...code.matchAll(property)].map(([, name]) => `${file}: ${name}`));
    expect(others).toEqual([]);
  });

  it('have letters of their own within a row', () => {
    for (const row of ROWS) {
      const letters = row.map((name) => SHORT_NAMES[name]);
      expect(letters.filter((letter) => /^[A-Za-z]$/.test(letter ?? ''))).toHaveLength(row.length);
      expect(new Set(letters).size, row.join(' ')).toBe(row.length);
    }
  });

  it.each(TAGS)('are gone from %s.js', (tag) => {
    const code = readFileSync(join(ROOT, `packages/sdk/dist/${tag}.js`), 'utf8');
    expect(NAMES.filter((name) => new RegExp(`[.{,]${name}\\b`).test(code))).toEqual([]);
  });
});
