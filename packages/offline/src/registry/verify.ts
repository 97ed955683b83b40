import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { canonicalJson, digest, isObject, type PublicJwk } from '@causeway/contract';
import { type AuditEntry, bytesDigest, entryFile, entryNumbers, signatureFault } from './audit.ts';
import { AUDIT, type Registry } from './registry.ts';

export type RegistryFault = { readonly path: string; readonly what: string };

export type Verification = {
  readonly artefacts: number;
  readonly entries: number;
  readonly signed: number;
  readonly faults: readonly RegistryFault[];
  /** artefacts that no entry vouches for: whole, but nobody said who put them there */
  readonly unlisted: readonly string[];
  /** the last entry: whoever notes it elsewhere can later prove that none was cut off */
  readonly head: { readonly n: number; readonly digest: string } | null;
};

const ARTEFACT = /^[a-z0-9-]{1,40}\/[0-9a-f]{64}\.json$/;
const ENTRY = /^audit\/\d{8}\.json$/;

const filesUnder = (root: string): string[] =>
  existsSync(root)
    ? readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .sort()
    : [];

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const entryFaultOf = async (
  text: string,
  entry: AuditEntry,
  before: { n: number; digest: string | null },
  keyOf: (name: string) => PublicJwk | null,
): Promise<string | null> => {
  if (canonicalJson(entry) !== text) return 'its bytes are not those that were written';
  const { self, signature, ...body } = entry;
  if (digest(body) !== self) return 'its content is not what its own digest says';
  if (entry.n !== before.n) return `it is number ${entry.n}, ${before.n} comes here`;
  if (entry.previous !== before.digest) return 'it does not follow the entry before it';
  if ((entry.key === null) !== (signature === null)) return 'it has a key or a signature, not both';
  if (entry.key === null) return null;
  const key = keyOf(entry.key);
  return key === null ? `its key ${entry.key.slice(0, 12)} is not known` : signatureFault(entry, key);
};

/**
 * Reads every byte of a registry and holds it to its name, its chain and its signatures. `trusted` are the keys that may sign (else any
 * key that the registry itself holds: then a thief of the whole folder could have signed anew); `head` is an entry noted elsewhere.
 */
export const verifyRegistry = async (
  registry: Registry,
  options: { readonly trusted?: readonly PublicJwk[]; readonly head?: string } = {},
): Promise<Verification> => {
  const { root } = registry;
  const faults: RegistryFault[] = [];
  const held = new Map<string, string>();
  for (const path of filesUnder(root)) {
    if (ENTRY.test(path)) continue;
    if (!ARTEFACT.test(path) || path.startsWith(`${AUDIT}/`)) {
      faults.push({ path, what: 'it is neither an artefact nor an entry' });
      continue;
    }
    const name = path.slice(-69, -5);
    const bytes = bytesDigest(join(root, path));
    if (bytes !== name) faults.push({ path, what: `its bytes have the digest ${bytes}: it was altered` });
    else held.set(path, name);
  }
  const keyOf = (name: string): PublicJwk | null => {
    const value = held.has(`key/${name}.json`) ? registry.get('key', name) : null;
    if (!isObject(value)) return null;
    const { trusted } = options;
    return trusted === undefined || trusted.some((key) => key.x === value.x)
      ? (value as unknown as PublicJwk)
      : null;
  };

  const listed = new Map<string, string>();
  const retired = new Set<string>();
  let before = { n: 1, digest: null as string | null };
  let [signed, headSeen] = [0, options.head === undefined];
  const numbers = entryNumbers(root);
  for (const n of numbers) {
    const path = `${AUDIT}/${String(n).padStart(8, '0')}.json`;
    const text = readFileSync(entryFile(root, n), 'utf8');
    const entry = parse(text) as AuditEntry | null;
    const whole = isObject(entry) && Array.isArray(entry.artefacts);
    const what = whole ? await entryFaultOf(text, entry, before, keyOf) : 'it is not an entry any more';
    if (what !== null) faults.push({ path, what });
    const own = bytesDigest(entryFile(root, n));
    if (own === options.head) headSeen = true;
    before = { n: n + 1, digest: own };
    if (!whole) continue;
    if (entry.signature !== null) {
      signed++;
      listed.set(`key/${entry.key}.json`, path);
    }
    for (const { kind, name } of entry.artefacts) {
      const file = `${kind}/${name}.json`;
      if (entry.what === 'retire') retired.add(file);
      else {
        listed.set(file, path);
        retired.delete(file);
      }
    }
  }
  if (!headSeen)
    faults.push({ path: AUDIT, what: `no entry has the digest ${options.head}: entries were cut off` });
  const altered = new Set(faults.map(({ path }) => path));
  for (const [file, path] of listed)
    if (!held.has(file) && !retired.has(file) && !altered.has(file))
      faults.push({ path: file, what: `it is missing; ${path} vouches for it` });
  return {
    artefacts: held.size,
    entries: numbers.length,
    signed,
    faults,
    unlisted: [...held.keys()].filter((file) => !listed.has(file)),
    head: before.digest === null ? null : { n: before.n - 1, digest: before.digest },
  };
};
