import { Fault } from '@causeway/contract';

const BLOCK = 64;
/** Least length of a key, in bytes. */
export const KEY_BYTES = 16;

const padded = (key: Uint8Array, pad: number): string => {
  const bytes = new Uint8Array(BLOCK).fill(pad);
  key.forEach((byte, k) => {
    bytes[k] = byte ^ pad;
  });
  return Buffer.from(bytes).toString('hex');
};

/**
 * HMAC-SHA256 of a text expression in DuckDB's SQL, its first 128 bits in hex: an identifier becomes a token before it is
 * stored anywhere. The text is brought to Unicode's form C first, since an ü of one letter and one of two are the same name. Keys are
 * 16 to 64 bytes; throws `missing-key` for another length.
 */
export const tokenSql = (key: Uint8Array, text: string): string => {
  if (key.length < KEY_BYTES || key.length > BLOCK) {
    throw new Fault(
      'missing-key',
      'token key',
      `got ${key.length} bytes, allowed are ${KEY_BYTES} to ${BLOCK}`,
    );
  }
  const inner = `sha256(from_hex('${padded(key, 0x36)}') || encode(nfc_normalize(${text})))`;
  return `left(sha256(from_hex('${padded(key, 0x5c)}') || from_hex(${inner})), 32)`;
};
