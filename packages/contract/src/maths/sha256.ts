// FIPS 180-4. Synchronous and pure, so that digests, assignments and draws are one code in page, edge and offline.
const isPrime = (n: number): boolean => {
  for (let k = 2; k * k <= n; k++) if (n % k === 0) return false;
  return true;
};

/** First 32 bits of the fractional part of the n-th root; roots of the first primes are exact enough in doubles. */
const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 4294967296) | 0;

const cubeRoot = (n: number): number => {
  let x = n;
  for (let k = 0; k < 64; k++) x -= (x * x * x - n) / (3 * x * x);
  return x;
};

/** The constants, and room that every call uses again: a typed array a call would cost more than its block. */
type Tables = {
  readonly K: Int32Array;
  readonly H: Int32Array;
  readonly h: Int32Array;
  readonly w: Int32Array;
  readonly tail: Uint8Array;
};

const tables = (): Tables => {
  const K = new Int32Array(64);
  const H = new Int32Array(8);
  for (let n = 2, k = 0; k < 64; n++) {
    if (!isPrime(n)) continue;
    if (k < 8) H[k] = fraction(Math.sqrt(n));
    K[k++] = fraction(cubeRoot(n));
  }
  return { K, H, h: new Int32Array(8), w: new Int32Array(64), tail: new Uint8Array(128) };
};
let memo: Tables | undefined;

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** The 64 bytes at `at`, taken into the state h. No destructuring: it would cost more than the rounds. */
const compress = ({ h, w, K }: Tables, bytes: Uint8Array, at: number): void => {
  for (let t = 0, k = at; t < 16; t++, k += 4)
    w[t] =
      ((bytes[k] as number) << 24) |
      ((bytes[k + 1] as number) << 16) |
      ((bytes[k + 2] as number) << 8) |
      (bytes[k + 3] as number);
  for (let t = 16; t < 64; t++) {
    const a = w[t - 15] as number;
    const b = w[t - 2] as number;
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0;
  }
  let a = h[0] as number;
  let b = h[1] as number;
  let c = h[2] as number;
  let d = h[3] as number;
  let e = h[4] as number;
  let f = h[5] as number;
  let g = h[6] as number;
  let i = h[7] as number;
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (i + s1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (w[t] as number)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    i = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  // An Int32Array keeps the low 32 bits by itself.
  (h[0] as number) += a;
  (h[1] as number) += b;
  (h[2] as number) += c;
  (h[3] as number) += d;
  (h[4] as number) += e;
  (h[5] as number) += f;
  (h[6] as number) += g;
  (h[7] as number) += i;
};

/** SHA-256 of `first`, one block or nothing, and then `message`. */
const hash = (first: Uint8Array | null, message: Uint8Array): Uint8Array => {
  memo ??= tables();
  const { h, H, tail } = memo;
  h.set(H);
  if (first !== null) compress(memo, first, 0);
  const { length } = message;
  let at = 0;
  for (; at + 64 <= length; at += 64) compress(memo, message, at);
  tail.fill(0);
  for (let k = at; k < length; k++) tail[k - at] = message[k] as number;
  tail[length - at] = 0x80;
  // The length in bits ends the last block; eight bytes of it, and the bit before, may need a block of their own.
  const end = length - at < 56 ? 64 : 128;
  const bytes = length + (first === null ? 0 : 64);
  const [high, low] = [Math.floor(bytes / 536870912), (bytes << 3) >>> 0];
  for (let k = 0; k < 4; k++) {
    tail[end - 8 + k] = high >>> (24 - 8 * k);
    tail[end - 4 + k] = low >>> (24 - 8 * k);
  }
  for (let k = 0; k < end; k += 64) compress(memo, tail, k);
  const out = new Uint8Array(32);
  for (let k = 0; k < 32; k++) out[k] = (h[k >> 2] as number) >>> (24 - 8 * (k & 3));
  return out;
};

/** The 32 bytes of SHA-256 of `message`. */
export const sha256 = (message: Uint8Array): Uint8Array => hash(null, message);

/** HMAC-SHA-256 (RFC 2104). */
export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array => {
  const short = key.length > 64 ? sha256(key) : key;
  const pad = (by: number): Uint8Array => {
    const block = new Uint8Array(64).fill(by);
    for (let k = 0; k < short.length; k++) (block[k] as number) ^= short[k] as number;
    return block;
  };
  return hash(pad(0x5c), hash(pad(0x36), message));
};
