import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
};

const KIND = /^[a-z0-9-]{1,40}$/;
const NAME = /^[0-9a-f]{64}$/;

const kindPath = (root: string, kind: string): string => {
  if (!KIND.test(kind))
    throw new Fault(
      'bad-input',
      'registry',
      `got the kind ${JSON.stringify(kind)}, allowed is ${KIND.source}`,
    );
  return join(root, kind);
};

export const openRegistry = (root: string): Registry => ({
  root,
  put: (kind, value) => {
    const name = digest(value);
    const folder = kindPath(root, kind);
    const file = join(folder, `${name}.json`);
    if (existsSync(file)) return name;
    mkdirSync(folder, { recursive: true });
    // Whole or not at all: a link to a finished file is one step, and a second writer of the same content loses harmlessly.
    const unfinished = join(folder, `.${name}.${process.pid}`);
    writeFileSync(unfinished, canonicalJson(value));
    try {
      linkSync(unfinished, file);
    } catch (error) {
      if (!existsSync(file))
        throw new Fault('store-failed', file, 'the artefact could not be written', error);
    } finally {
      rmSync(unfinished, { force: true });
    }
    return name;
  },
  get: (kind, name) => {
    const file = join(kindPath(root, kind), `${name}.json`);
    if (!NAME.test(name) || !existsSync(file))
      throw new Fault('not-found', `registry/${kind}`, `there is no artefact ${name}`);
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const found = digest(value);
    if (found !== name)
      throw new Fault('bad-input', file, `its content has the digest ${found}: it was altered`);
    return value;
  },
  list: (kind) => {
    const folder = kindPath(root, kind);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json') && NAME.test(file.slice(0, -5)))
      .map((file) => file.slice(0, -5))
      .sort();
  },
});
