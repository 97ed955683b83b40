import { createHash, createHmac, randomBytes } from 'node:crypto';
import {
  canonicalJson,
  digest,
  fromBase64url,
  fromUtf8,
  hmacSha256,
  keyedUniform,
  sha256,
  toBase64url,
  toHex,
  uniformOf,
  utf8,
} from '@causeway/contract';
import { expect, test } from 'vitest';

test('sha256 and hmac agree with the platform’s at every length around a block', () => {
  for (let n = 0; n < 200; n++) {
    const bytes = new Uint8Array(randomBytes(n));
    expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
    const key = new Uint8Array(randomBytes(n));
    expect(toHex(hmacSha256(key, bytes))).toBe(createHmac('sha256', key).update(bytes).digest('hex'));
  }
});

test('utf8 goes there and back, and lone surrogates become U+FFFD', () => {
  for (const text of ['', 'abc', 'é€😀', '\u0000\u007f\u0080\u07ff\u0800\uffff\u{10ffff}']) {
    expect(utf8(text)).toEqual(new Uint8Array(Buffer.from(text)));
    expect(fromUtf8(utf8(text))).toBe(text);
  }
  expect(utf8('\ud800x')).toEqual(new Uint8Array(Buffer.from('\ufffdx')));
});

test('malformed utf8 is null: overlong, surrogate, too large, cut', () => {
  for (const hex of ['c080', 'e08080', 'eda080', 'f4908080', 'f5808080', 'e282', '80', 'f0808080']) {
    expect(fromUtf8(new Uint8Array(Buffer.from(hex, 'hex')))).toBeNull();
  }
});

test('base64url agrees with the platform’s; another spelling of the same bytes is refused', () => {
  for (let n = 0; n < 60; n++) {
    const bytes = new Uint8Array(randomBytes(n));
    expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
    expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
  }
  for (const bad of ['A', 'AB', 'AA=', 'A A', 'AA+/', 'é']) expect(fromBase64url(bad)).toBeNull();
});

test('canonical JSON is one text a value; what JSON cannot carry is refused', () => {
  expect(canonicalJson({ b: 1, a: [undefined, { d: 1, c: 2 }], x: undefined })).toBe(
    '{"a":[null,{"c":2,"d":1}],"b":1}',
  );
  expect(digest({ a: 1, b: 2 })).toBe(digest({ b: 2, a: 1 }));
  expect(() => canonicalJson({ a: Infinity })).toThrow(RangeError);
});

test('uniforms are uniform, keyed ones need the key, and parts do not run together', () => {
  const n = 20_000;
  const bins = new Array<number>(20).fill(0);
  for (let k = 0; k < n; k++) {
    const bin = Math.floor(uniformOf('salt', k) * 20);
    bins[bin] = (bins[bin] as number) + 1;
  }
  const chi = bins.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
  expect(chi).toBeLessThan(43.8); // 99.9 % of chi-square with 19 degrees of freedom
  expect(keyedUniform(utf8('a'), 'x')).not.toBe(keyedUniform(utf8('b'), 'x'));
  expect(uniformOf('ab', 'c')).not.toBe(uniformOf('a', 'bc'));
});
