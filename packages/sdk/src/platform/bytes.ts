// The contract's text codecs by the platform's own: the same functions in fewer bytes. The browser's bundles take these for
// contract/src/maths/bytes.ts (scripts/lean-page.mjs); a test holds that both give the same.

/** UTF-8 bytes of a text; lone surrogates become U+FFFD. */
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text of UTF-8 bytes; null when they are none. */
export const fromUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** base64url without padding (RFC 4648 §5). */
export const toBase64url = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
};

/** The bytes of a canonical base64url text; null for any other text. */
export const fromBase64url = (text: string): Uint8Array | null => {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) =>
      letter.charCodeAt(0),
    );
    return toBase64url(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
};

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
