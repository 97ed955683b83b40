import { makeProgram } from './make-program.ts';
import { pageOf } from './page-of.ts';
import { publicEntries } from './public-entries.ts';
import { type Api, apiReader } from './read-entry.ts';

/** Packages whose public face is told of, in the order of the flow. */
const FOLDERS = ['packages/sdk', 'packages/worker-edge', 'packages/contract'];

/** What every public subpath exports, read from the sources under `root`. A worker's own file has no callers. */
export const readApi = (root: string): Api[] => {
  const entries = publicEntries(root, FOLDERS).filter(({ name }) => name !== '@causeway/worker-edge');
  const read = apiReader(
    makeProgram(
      root,
      entries.map(({ source }) => source),
    ),
  );
  return entries.map(read);
};

/** The files of docs/api, by name: a page a subpath, and their list. */
export const apiPages = (apis: readonly Api[]): ReadonlyMap<string, string> => {
  const told = new Map<string, string>();
  for (const name of ['@causeway/contract', '@causeway/sdk/core', '@causeway/sdk']) {
    const api = apis.find(({ entry }) => entry.name === name);
    for (const one of api?.exports ?? []) told.set(`${one.room} ${one.name}`, api?.entry.page ?? '');
  }
  const rows = apis.map(({ entry, exports }) => `| [\`${entry.name}\`](${entry.page}) | ${exports.length} |`);
  const list = `# API reference\n\nWritten by \`npm run docs\` from the sources; a test fails when it is stale.\n\n| subpath | exports |\n|---|---|\n${rows.join('\n')}\n`;
  return new Map([['README.md', list], ...apis.map((api) => [api.entry.page, pageOf(api, told)] as const)]);
};

/**
 * What a reader of the SDK's pages would miss: an exported name without a docstring, and a property without one in any type that
 * the exports speak of. The visit without a page (`/core`) is for those who read its sources.
 */
export const undocumented = (apis: readonly Api[]): string[] =>
  apis
    .filter(({ entry }) => entry.name.startsWith('@causeway/sdk') && entry.name !== '@causeway/sdk/core')
    .flatMap(({ entry, exports, beside }) =>
      [...exports, ...beside]
        .filter(({ room }) => room === 'sdk')
        .flatMap(({ name, doc, kind, members }) => [
          ...(doc === '' ? [`${entry.name} ${name}`] : []),
          ...(kind === 'type' ? members.filter((one) => one.doc === '') : []).map(
            (one) => `${entry.name} ${name}.${one.name}`,
          ),
        ]),
    );
