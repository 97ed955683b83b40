/** UTF-8 bytes of a text, without TextEncoder, so that the contract needs no platform. Lone surrogates become U+FFFD. */
export const utf8 = (text: string): Uint8Array => {
  const out: number[] = [];
  for (const character of text) {
    let c = character.codePointAt(0) as number;
    if (c >= 0xd800 && c <= 0xdfff) c = 0xfffd;
    if (c < 0x80) out.push(c);
    else if (c < 0x800) out.push(0xc0 | (c >> 6), 0x80 | (c & 63));
    else if (c < 0x10000) out.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
    else out.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
  }
  return Uint8Array.from(out);
};

/** The text of well-formed UTF-8 bytes; null when they are not. */
export const fromUtf8 = (bytes: Uint8Array): string | null => {
  let text = '';
  for (let k = 0; k < bytes.length; ) {
    const b = bytes[k] as number;
    const more = b < 0x80 ? 0 : b >= 0xf0 ? 3 : b >= 0xe0 ? 2 : b >= 0xc2 ? 1 : -1;
    if (more < 0 || b > 0xf4 || k + more >= bytes.length) return null;
    let c = more === 0 ? b : b & (0x3f >> more);
    for (let j = 1; j <= more; j++) {
      const n = bytes[k + j] as number;
      if ((n & 0xc0) !== 0x80) return null;
      c = (c << 6) | (n & 63);
    }
    if ((more === 2 && c < 0x800) || (more === 3 && c < 0x10000) || c > 0x10ffff) return null;
    if (c >= 0xd800 && c <= 0xdfff) return null;
    text += String.fromCodePoint(c);
    k += more + 1;
  }
  return text;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** base64url without padding (RFC 4648 §5). */
export const toBase64url = (bytes: Uint8Array): string => {
  let out = '';
  for (let k = 0; k < bytes.length; k += 3) {
    const left = bytes.length - k;
    const n =
      ((bytes[k] as number) << 16) |
      ((left > 1 ? (bytes[k + 1] as number) : 0) << 8) |
      (left > 2 ? (bytes[k + 2] as number) : 0);
    out += `${ALPHABET[n >> 18]}${ALPHABET[(n >> 12) & 63]}`;
    if (left > 1) out += ALPHABET[(n >> 6) & 63];
    if (left > 2) out += ALPHABET[n & 63];
  }
  return out;
};

/** The bytes of a canonical base64url text; null for any other text (so that one value has one spelling). */
export const fromBase64url = (text: string): Uint8Array | null => {
  if (text.length % 4 === 1) return null;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let k = 0; k < text.length; k++) {
    const v = ALPHABET.indexOf(text[k] as string);
    if (v < 0) return null;
    buffer = ((buffer << 6) | v) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (buffer >> bits) & 255;
    }
  }
  return (buffer & ((1 << bits) - 1)) === 0 ? out : null;
};

export const toHex = (bytes: Uint8Array): string => {
  let out = '';
  for (const b of bytes) out += (b < 16 ? '0' : '') + b.toString(16);
  return out;
};
