import { toHex } from '../maths/bytes.ts';
import { sha256 } from '../maths/sha256.ts';
import { DIGEST_AT } from './blob-layout.ts';
import type { Blob } from './read-header.ts';
import { readHeader } from './read-header.ts';
import { refuseBlob } from './refuse-blob.ts';

/** SHA-256 of the blob with its digest's words zero. */
export const blobDigest = (bytes: Uint8Array): Uint8Array => {
  const copy = bytes.slice();
  copy.fill(0, 4 * DIGEST_AT, 4 * DIGEST_AT + 32);
  return sha256(copy);
};

/**
 * Reads a blob as its maker sealed it: the header, and a digest that its bytes give, hence the maker's own checks (`parseBlob`) still
 * hold. Throws `unknown-version`, or `bad-model` with a sentence for each.
 */
export const readBlob = (bytes: Uint8Array, at = 'model'): Blob => {
  const blob = readHeader(bytes, at);
  if (toHex(blobDigest(bytes)) !== toHex(bytes.subarray(4 * DIGEST_AT, 4 * DIGEST_AT + 32)))
    refuseBlob(at, 'its bytes do not give its digest: it was altered');
  return blob;
};
