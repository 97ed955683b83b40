import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalJson, digest, Fault } from '@causeway/contract';

/**
 * A folder of artefacts, each under the digest of its own content: `<root>/<kind>/<digest>.json`. Written once and never changed; putting
 * the same value again does nothing.
 */
export type Registry = {
  readonly root: string;
  /** Keeps a value; returns its digest. */
  put(kind: string, value: unknown): string;
  /** The value of a digest. Throws `not-found`, or `bad-input` when the file no longer has that digest. */
  get(kind: string, name: string): unknown;
  /** Digests of a kind, sorted. */
  list(kind: string): string[];
  /** Every kind that holds an artefact, sorted. */
  kinds(): string[];
  /** The artefact of a digest or of the only one that begins so, or null. Throws `bad-input` when several do. */
  find(begin: string): Artefact | null;
};

export type Artefact = { readonly kind: string; readonly name: string };

const KIND = /^[a-z0-9-]{1,40}$/;
const NAME = /^[0-9a-f]{64}$/;
/** The folder of the audit log: it holds no artefacts. */
export const AUDIT = 'audit';

const kindPath = (root: string, kind: string): string => {
  if (!KIND.test(kind) || kind === AUDIT)
    throw new Fault(
      'bad-input',
      'registry',
      `got the kind ${JSON.stringify(kind)}, allowed is ${KIND.source}, but not ${AUDIT}`,
    );
  return join(root, kind);
};

/** Makes the names of this process's unfinished files differ. */
let written = 0;

/** Writes a file whole or not at all, never over another: a link to a finished file is one step. False when it was there. */
export const writeOnce = (file: string, text: string): boolean => {
  if (existsSync(file)) return false;
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = join(dirname(file), `.${process.pid}-${++written}.unfinished`);
  writeFileSync(unfinished, text);
  try {
    linkSync(unfinished, file);
    return true;
  } catch (error) {
    if (existsSync(file)) return false;
    throw new Fault('store-failed', file, 'the artefact could not be written', error);
  } finally {
    rmSync(unfinished, { force: true });
  }
};

const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.json') && NAME.test(file.slice(0, -5)))
        .map((file) => file.slice(0, -5))
        .sort()
    : [];

export const openRegistry = (root: string): Registry => {
  const list = (kind: string): string[] => namesIn(kindPath(root, kind));
  const kinds = (): string[] =>
    existsSync(root)
      ? readdirSync(root)
          .filter((kind) => KIND.test(kind) && kind !== AUDIT && list(kind).length > 0)
          .sort()
      : [];
  return {
    root,
    list,
    kinds,
    put: (kind, value) => {
      const name = digest(value);
      writeOnce(join(kindPath(root, kind), `${name}.json`), canonicalJson(value));
      return name;
    },
    get: (kind, name) => {
      const file = join(kindPath(root, kind), `${name}.json`);
      if (!NAME.test(name) || !existsSync(file))
        throw new Fault('not-found', `registry/${kind}`, `there is no artefact ${name}`);
      let value: unknown;
      try {
        value = JSON.parse(readFileSync(file, 'utf8'));
      } catch (error) {
        throw new Fault('bad-input', file, 'it is not JSON any more: it was altered', error);
      }
      const found = digest(value);
      if (found !== name)
        throw new Fault('bad-input', file, `its content has the digest ${found}: it was altered`);
      return value;
    },
    find: (begin) => {
      if (!/^[0-9a-f]{4,64}$/.test(begin))
        throw new Fault('bad-input', 'digest', `got ${begin}, allowed are 4 to 64 hexadecimal digits`);
      const found = kinds().flatMap((kind) =>
        list(kind)
          .filter((name) => name.startsWith(begin))
          .map((name): Artefact => ({ kind, name })),
      );
      if (found.length > 1)
        throw new Fault(
          'bad-input',
          'digest',
          `${begin} begins ${found.length} artefacts: ${found.map(({ kind, name }) => `${kind}/${name.slice(0, 12)}`).join(', ')}`,
        );
      return found[0] ?? null;
    },
  };
};
