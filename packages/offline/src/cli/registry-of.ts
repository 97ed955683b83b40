import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateJwk, PublicJwk, Release } from '@causeway/contract';
import { Fault, isObject, parseRelease } from '@causeway/contract';
import { openRegistry, type Registry } from '../registry/index.ts';

/** Where a study keeps its registry: by the verbs, by `npm run loop`, by the demo. */
const PLACES = ['registry', 'releases/registry', 'study/releases/registry'];

/** The registry's folder: the one that is named, or the one that DIR holds, or where a new one is begun. */
export const registryFolder = (dir: string, named?: string): string =>
  named ?? PLACES.map((place) => join(dir, place)).find((path) => existsSync(path)) ?? join(dir, 'registry');

/** The same, opened. Throws `bad-input` when there is none to read. */
export const heldRegistry = (dir: string, named?: string): Registry => {
  const folder = registryFolder(dir, named);
  if (!existsSync(folder))
    throw new Fault(
      'bad-input',
      folder,
      'there is no registry: a turn of learning or causeway publish begins one (--registry names another)',
    );
  return openRegistry(folder);
};

/** A release of a registry by the beginning of its digest. Throws `not-found` for none. */
export const heldRelease = (registry: Registry, begin: string): Release => {
  const found = registry.find(begin);
  if (found?.kind !== 'release') throw new Fault('not-found', registry.root, `it holds no release ${begin}`);
  return parseRelease(registry.get('release', found.name), begin);
};

/** The log folders of DIR, those that are named before those that verbs, loop and demo write. */
export const logFolders = (dir: string, named: readonly string[] = []): string[] => {
  if (named.length > 0) return [...named];
  const found = ['log', 'study/log'].map((place) => join(dir, place)).filter((path) => existsSync(path));
  if (found.length === 0) throw new Fault('bad-input', dir, 'it holds no log: --log names the folder');
  return found;
};

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Fault('missing-key', path, 'it is not a JSON file that can be read');
  }
};

const isKey = (value: unknown): value is PublicJwk =>
  isObject(value) && value.kty === 'OKP' && typeof value.x === 'string' && typeof value.kid === 'string';

/** `releaseSigner` of a key file: who signs releases and the audit log. Null without a file. */
export const readSigner = (path: string | undefined): PrivateJwk | null => {
  if (path === undefined) return null;
  const value = readJson(path);
  const signer = isObject(value) ? value.releaseSigner : undefined;
  if (!isKey(signer) || typeof (signer as { d?: unknown }).d !== 'string')
    throw new Fault('missing-key', path, 'it holds no releaseSigner, a private Ed25519 JWK with a kid');
  return signer as PrivateJwk;
};

/** Public keys of a key file: `releaseSigner`, or a list of JWKs, or {keys: [..]}. */
export const readTrusted = (path: string): PublicJwk[] => {
  const value = readJson(path);
  const list = isObject(value) ? (value.keys ?? [value.releaseSigner ?? value]) : value;
  if (!Array.isArray(list) || list.length === 0 || !list.every(isKey))
    throw new Fault('missing-key', path, 'it holds no public Ed25519 keys');
  return list;
};
