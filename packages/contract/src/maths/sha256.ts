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

const tables = (): { K: Int32Array; H: Int32Array } => {
  const K = new Int32Array(64);
  const H = new Int32Array(8);
  for (let n = 2, k = 0; k < 64; n++) {
    if (!isPrime(n)) continue;
    if (k < 8) H[k] = fraction(Math.sqrt(n));
    K[k++] = fraction(cubeRoot(n));
  }
  return { K, H };
};
let memo: { K: Int32Array; H: Int32Array } | undefined;

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** One block of 64 bytes, taken into the state h; w is room for its schedule. No destructuring: it would cost more than the rounds. */
const compress = (h: Int32Array, w: Int32Array, K: Int32Array): void => {
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

/** The 32 bytes of SHA-256 of `message`. */
export const sha256 = (message: Uint8Array): Uint8Array => {
  memo ??= tables();
  const { K, H } = memo;
  const length = message.length;
  const padded = new Uint8Array(((length + 72) >> 6) << 6);
  padded.set(message);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 536870912));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  const h = H.slice();
  const w = new Int32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(block + 4 * t);
    compress(h, w, K);
  }
  const out = new Uint8Array(32);
  const outView = new DataView(out.buffer);
  for (let k = 0; k < 8; k++) outView.setInt32(4 * k, h[k] as number);
  return out;
};

/** HMAC-SHA-256 (RFC 2104). */
export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array => {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(key) : key);
  const inner = new Uint8Array(64 + message.length);
  const outer = new Uint8Array(96);
  for (let k = 0; k < 64; k++) {
    inner[k] = (block[k] as number) ^ 0x36;
    outer[k] = (block[k] as number) ^ 0x5c;
  }
  inner.set(message, 64);
  outer.set(sha256(inner), 64);
  return sha256(outer);
};
