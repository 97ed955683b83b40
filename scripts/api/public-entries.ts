import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A subpath that a package publishes, the source behind it, and the page of docs/api that tells of it. */
export type PublicEntry = { readonly name: string; readonly source: string; readonly page: string };

type Exports = Readonly<Record<string, string | { readonly source?: string }>>;

/** What each package of `folders` publishes by its package.json, in its order. A worker's file exports nothing to call. */
export const publicEntries = (root: string, folders: readonly string[]): PublicEntry[] =>
  folders.flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      name: string;
      exports: Exports;
    };
    return Object.entries(exports).flatMap(([subpath, places]) => {
      const source = typeof places === 'string' ? undefined : places.source;
      if (source === undefined || subpath.endsWith('-worker')) return [];
      const own = name.replace('@causeway/', '');
      return {
        name: name + subpath.slice(1),
        source: join(root, folder, source),
        page: `${own}${subpath.slice(1).replace('/', '-')}.md`,
      };
    });
  });
