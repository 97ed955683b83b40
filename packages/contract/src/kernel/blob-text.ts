import { fromBase64url, toBase64url } from '../maths/bytes.ts';
import type { Check } from '../schema.ts';
import { text } from '../schema.ts';
import { refuseBlob } from './refuse-blob.ts';

/** A blob inside a JSON artefact is base64url; over this many characters (768 KiB of blob) a release could not carry it. */
export const MOST_BLOB_TEXT = 1 << 20;

export const checkBlobText: Check<string> = /* @__PURE__ */ text(MOST_BLOB_TEXT, /^[\w-]+$/);

export const blobText = (blob: Uint8Array): string => toBase64url(blob);

/** The bytes of a blob's text. Throws `bad-model` for a text that is none. */
export const blobOfText = (from: string, at = 'model'): Uint8Array =>
  fromBase64url(from) ?? refuseBlob(at, 'its text is not base64url');
