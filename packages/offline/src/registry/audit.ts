import { createHash, webcrypto } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateJwk, PublicJwk, SubtleLike } from '@causeway/contract';
import {
  canonicalJson,
  digest,
  ed25519Signer,
  ed25519Verifier,
  Fault,
  fromBase64url,
  toBase64url,
  utf8,
} from '@causeway/contract';
import { type Artefact, AUDIT, type Registry, writeOnce } from './registry.ts';

/** What someone did, with what, and why: the body of an entry. `detail` holds plain facts for a reader. */
export type AuditNote = {
  readonly at: number;
  readonly who: string;
  readonly what: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
  /** what this entry vouches for */
  readonly artefacts?: readonly Artefact[];
};

/**
 * One entry of the log: file `audit/<n>.json`, canonical JSON. `previous` is the SHA-256 of the file before it, `self` the digest of all
 * fields but `self` and `signature`; the signature (Ed25519, by `key`) is over `self`. So no byte of any entry can change unseen.
 */
export type AuditEntry = Required<AuditNote> & {
  readonly kind: 'audit';
  readonly version: 1;
  readonly n: number;
  readonly previous: string | null;
  /** digest of the public key's artefact (kind `key`); null for an entry that nobody signed */
  readonly key: string | null;
  readonly self: string;
  readonly signature: string | null;
};

const subtle = webcrypto.subtle as unknown as SubtleLike;
const MESSAGE = 'causeway-audit\n';

export const entryFile = (root: string, n: number): string =>
  join(root, AUDIT, `${String(n).padStart(8, '0')}.json`);

/** SHA-256 of a file's bytes. */
export const bytesDigest = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/** Numbers of the entries that stand there, in order. */
export const entryNumbers = (root: string): number[] => {
  const folder = join(root, AUDIT);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^\d{8}\.json$/.test(file))
    .map((file) => Number(file.slice(0, 8)))
    .sort((a, b) => a - b);
};

/** The entries as they stand, in order, unverified. */
export const readAudit = (registry: Registry): AuditEntry[] =>
  entryNumbers(registry.root).map((n) => {
    const file = entryFile(registry.root, n);
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as AuditEntry;
    } catch (error) {
      throw new Fault('bad-input', file, 'it is not JSON any more: it was altered', error);
    }
  });

const publicOf = ({ kty, crv, x, kid }: PrivateJwk): PublicJwk => ({ kty, crv, x, kid });

/** Appends one entry. Of two writers at once each gets its own number: a file is made only where none is. */
export const appendAudit = async (
  registry: Registry,
  note: AuditNote,
  signer: PrivateJwk | null,
): Promise<AuditEntry> => {
  const key = signer === null ? null : registry.put('key', publicOf(signer));
  for (let tries = 0; tries < 1000; tries++) {
    const last = entryNumbers(registry.root).at(-1) ?? 0;
    const previous = last === 0 ? null : bytesDigest(entryFile(registry.root, last));
    const body = {
      kind: 'audit',
      version: 1,
      n: last + 1,
      at: note.at,
      who: note.who,
      what: note.what,
      detail: note.detail ?? {},
      artefacts: note.artefacts ?? [],
      previous,
      key,
    } as const;
    const self = digest(body);
    const signature =
      signer === null
        ? null
        : toBase64url(await (await ed25519Signer(subtle, signer)).sign(utf8(MESSAGE + self)));
    const entry: AuditEntry = { ...body, self, signature };
    if (writeOnce(entryFile(registry.root, last + 1), canonicalJson(entry))) return entry;
  }
  throw new Fault('store-failed', registry.root, 'the audit log is written by too many at once');
};

/** What is wrong with a signature, or null. The text of one is canonical: no two texts carry the same bytes. */
export const signatureFault = async (entry: AuditEntry, key: PublicJwk): Promise<string | null> => {
  const bytes = typeof entry.signature === 'string' ? fromBase64url(entry.signature) : null;
  if (bytes === null || bytes.length !== 64 || toBase64url(bytes) !== entry.signature)
    return 'its signature has a wrong form';
  const verifier = await ed25519Verifier(subtle, key);
  return (await verifier.verify(bytes, utf8(MESSAGE + entry.self))) ? null : 'its signature is wrong';
};
