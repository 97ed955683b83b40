import {
  canonicalJson,
  digest,
  ed25519Verifier,
  fromBase64url,
  type PublicJwk,
  type SubtleLike,
  sha256,
  toHex,
  utf8,
} from '@causeway/contract';
import type { AuditEntry } from '@causeway/offline';

/** What the page found by its own arithmetic; no word of the server's is taken for it. */
export type ChainCheck = {
  readonly faults: readonly { readonly n: number; readonly what: string }[];
  readonly signed: number;
  /** SHA-256 of the last entry's file: to be compared with a copy noted elsewhere */
  readonly head: string | null;
};

const MESSAGE = 'causeway-audit\n';

/** What is wrong with an entry's signature, or null. */
const signatureFault = async (
  subtle: SubtleLike,
  { self, signature, key }: AuditEntry,
  keys: Readonly<Record<string, PublicJwk>>,
): Promise<string | null> => {
  if (signature === null) return key === null ? null : 'it names a key and is not signed';
  const jwk = key === null ? undefined : keys[key];
  if (jwk === undefined || digest(jwk) !== key) return 'its key is not at hand';
  const bytes = fromBase64url(signature);
  if (bytes === null || bytes.length !== 64) return 'its signature has a wrong form';
  const verifier = await ed25519Verifier(subtle, jwk);
  return (await verifier.verify(bytes, utf8(MESSAGE + self))) ? null : 'its signature is wrong';
};

/** Checks an audit log entry by entry: numbers, digests, the chain of SHA-256 over canonical JSON, signatures (Ed25519). */
export const verifyChain = async (
  entries: readonly AuditEntry[],
  keys: Readonly<Record<string, PublicJwk>>,
  subtle: SubtleLike,
): Promise<ChainCheck> => {
  const faults: { n: number; what: string }[] = [];
  let head: string | null = null;
  for (const [k, entry] of entries.entries()) {
    const say = (what: string): void => {
      faults.push({ n: entry.n, what });
    };
    const { self, signature: _, ...body } = entry;
    if (entry.n !== k + 1) say(`it stands at place ${k + 1}`);
    if (entry.previous !== head) say('it does not follow the entry before it');
    if (digest(body) !== self) say('its content is not what its digest says');
    const wrong = await signatureFault(subtle, entry, keys);
    if (wrong !== null) say(wrong);
    head = toHex(sha256(utf8(canonicalJson(entry))));
  }
  return { faults, signed: entries.filter(({ signature }) => signature !== null).length, head };
};
