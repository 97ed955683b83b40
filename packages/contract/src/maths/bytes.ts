/** UTF-8 bytes of a text, without TextEncoder, so that the contract needs no platform. Lone surrogates become U+FFFD. */
export const utf8 = (text: string): Uint8Array => {
  const plain = new Uint8Array(text.length);
  let seen = 0;
  for (let k = 0; k < text.length; k++) seen |= plain[k] = text.charCodeAt(k);
  // A byte array keeps the low bits only, but the assignment's value is the whole code: all below 128 is ASCII.
  return seen < 0x80 ? plain : utf8Slow(text);
};

const utf8Slow = (text: string): Uint8Array => {
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
  let seen = 0;
  for (let k = 0; k < bytes.length; k++) seen |= bytes[k] as number;
  if (seen < 0x80) return asciiText(bytes);
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

/** Arguments that a call surely takes. */
const PIECE = 4096;
const asciiText = (bytes: Uint8Array): string => {
  let text = '';
  for (let k = 0; k < bytes.length; k += PIECE)
    text += String.fromCharCode.apply(null, bytes.subarray(k, k + PIECE) as unknown as number[]);
  return text;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = /* @__PURE__ */ Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
/** The value of a letter by its code; 64 for anything else. */
const VALUES = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) => {
  const value = ALPHABET.indexOf(String.fromCharCode(code));
  return value < 0 ? 64 : value;
});

/** What engines of 2025 and later bring themselves, several times faster than the loop below. */
type Native = { toBase64?(options: object): string };
type NativeArray = { fromBase64?(text: string, options: object): Uint8Array };

/** base64url without padding (RFC 4648 §5). */
export const toBase64url = (bytes: Uint8Array): string =>
  (bytes as Native).toBase64?.({ alphabet: 'base64url', omitPadding: true }) ?? toBase64urlSlow(bytes);

const toBase64urlSlow = (bytes: Uint8Array): string => {
  const out = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let at = 0;
  let buffer = 0;
  let bits = 0;
  for (let k = 0; k < bytes.length; k++) {
    buffer = ((buffer << 8) | (bytes[k] as number)) & 0xffff;
    bits += 8;
    for (; bits >= 6; bits -= 6) out[at++] = CODES[(buffer >> (bits - 6)) & 63] as number;
  }
  if (bits > 0) out[at] = CODES[(buffer << (6 - bits)) & 63] as number;
  return asciiText(out);
};

/** The bytes of a canonical base64url text; null for any other text (so that one value has one spelling). */
export const fromBase64url = (text: string): Uint8Array | null => {
  const { length } = text;
  if (length % 4 === 1) return null;
  const { fromBase64 } = Uint8Array as NativeArray;
  if (fromBase64 === undefined) return fromBase64urlSlow(text);
  try {
    const bytes = fromBase64.call(Uint8Array, text, { alphabet: 'base64url' });
    // The engine passes over blanks and padding, which makes fewer bytes, and over bits that are left at the end.
    const left = (6 * length) % 8;
    const last = VALUES[text.charCodeAt(length - 1)] as number;
    return bytes.length === (3 * length) >> 2 && (left === 0 || (last & ((1 << left) - 1)) === 0)
      ? bytes
      : null;
  } catch {
    return null;
  }
};

const fromBase64urlSlow = (text: string): Uint8Array | null => {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let k = 0; k < text.length; k++) {
    const v = VALUES[text.charCodeAt(k)] ?? 64;
    if (v > 63) return null;
    buffer = ((buffer << 6) | v) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (buffer >> bits) & 255;
    }
  }
  return (buffer & ((1 << bits) - 1)) === 0 ? out : null;
};

const HEX = /* @__PURE__ */ Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

export const toHex = (bytes: Uint8Array): string => {
  const out = new Uint8Array(2 * bytes.length);
  for (let k = 0; k < bytes.length; k++) {
    out[2 * k] = HEX[(bytes[k] as number) >> 4] as number;
    out[2 * k + 1] = HEX[(bytes[k] as number) & 15] as number;
  }
  return asciiText(out);
};
