import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Publishes what `integrity=".."` of a script element has to say: dist/sri.json, one SHA-384 a built file, so that a page takes
 * the very file that was built or none.
 */
export const integrity = {
  name: 'integrity',
  writeBundle({ dir, file }, bundle) {
    const folder = dir ?? dirname(file);
    const table = join(folder, 'sri.json');
    let known = {};
    try {
      known = JSON.parse(readFileSync(table, 'utf8'));
    } catch {
      // the first file of a fresh build
    }
    for (const { fileName } of Object.values(bundle)) {
      if (!fileName.endsWith('.js')) continue;
      const hash = createHash('sha384')
        .update(readFileSync(join(folder, fileName)))
        .digest('base64');
      known[fileName] = `sha384-${hash}`;
    }
    const sorted = Object.fromEntries(Object.entries(known).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(table, `${JSON.stringify(sorted, null, 2)}\n`);
  },
};
