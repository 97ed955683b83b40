import { clamp, dequantise, exp, Fault, log, quantise, toHex } from '@causeway/contract';

/**
 * One person's vector as it is published, 18 + 2d bytes: 1 byte version, 1 byte d, 2 bytes 0, the first 8 bytes of the encoder's digest,
 * 6 bytes of the moment in ms (big-endian), d signed bytes of z, d bytes of spread. At most MOST_VECTOR_BYTES.
 */
export const MOST_VECTOR_BYTES = 128;
const HEAD = 18;
const VERSION = 1;

/** z of a byte is off by at most this, within -4 to +3.97. */
export const Z_ERROR = 1 / 64;
/** The spread of a byte is off by at most this share: steps of a sixteenth of an octave. */
export const SPREAD_ERROR = 0.0219;

const LN2 = 0.6931471805599453;
const spreadByte = (s: number): number => clamp(Math.floor((16 * log(s)) / LN2 + 128.5), 0, 255);

export type PackedVector = {
  readonly encoder: string;
  readonly at: number;
  readonly z: readonly number[];
  readonly spread: readonly number[];
};

/** Throws `bad-input` for more coordinates than fit, or a digest that is none. */
export const packVector = ({ encoder, at, z, spread }: PackedVector): Uint8Array<ArrayBuffer> => {
  const d = z.length;
  const bytes = new Uint8Array(HEAD + 2 * d);
  if (bytes.length > MOST_VECTOR_BYTES || d !== spread.length)
    throw new Fault(
      'bad-input',
      'vector',
      `${d} coordinates and ${spread.length} spreads need ${bytes.length} bytes, allowed are ${MOST_VECTOR_BYTES}`,
    );
  if (!/^[0-9a-f]{16,64}$/.test(encoder))
    throw new Fault('bad-input', 'vector', `got ${encoder}, allowed is a digest`);
  bytes[0] = VERSION;
  bytes[1] = d;
  for (let k = 0; k < 8; k++) bytes[4 + k] = Number.parseInt(encoder.slice(2 * k, 2 * k + 2), 16);
  let rest = at;
  for (let k = 5; k >= 0; k--) {
    bytes[12 + k] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  quantise(z).forEach((v, k) => {
    bytes[HEAD + k] = v & 255;
  });
  spread.forEach((s, k) => {
    bytes[HEAD + d + k] = spreadByte(s);
  });
  return bytes;
};

/** What `packVector` made; the digest is its first 16 digits. Throws `bad-input` for a wrong form, `unknown-version`. */
export const unpackVector = (bytes: Uint8Array): PackedVector => {
  const d = bytes[1] ?? 0;
  if (bytes[0] !== VERSION)
    throw new Fault('unknown-version', 'vector', `got ${bytes[0]}, allowed is ${VERSION}`);
  if (bytes.length !== HEAD + 2 * d)
    throw new Fault('bad-input', 'vector', `got ${bytes.length} bytes, ${HEAD + 2 * d} are needed`);
  let at = 0;
  for (let k = 0; k < 6; k++) at = at * 256 + (bytes[12 + k] as number);
  const signed = Array.from(bytes.subarray(HEAD, HEAD + d), (b) => (b << 24) >> 24);
  return {
    encoder: toHex(bytes.subarray(4, 12)),
    at,
    z: dequantise(signed),
    spread: Array.from(bytes.subarray(HEAD + d), (b) => exp(((b - 128) / 16) * LN2)),
  };
};

/** Whether two packed vectors say the same of a person: all but the moment. */
export const sameVector = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((v, k) => v === b[k] || (k >= 12 && k < HEAD));
