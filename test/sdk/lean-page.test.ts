import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { parseAst } from 'rollup/parseAst';
import { describe, expect, it } from 'vitest';
import * as contractBytes from '../../packages/contract/src/maths/bytes.ts';
import * as pageBytes from '../../packages/sdk/src/platform/bytes.ts';
import { withKernelLast } from '../../scripts/kernel-last.mjs';
import { withoutSentences, withPureLoad } from '../../scripts/lean-page.mjs';
import { ROOT } from '../support/root.ts';

let state = 7;
const draw = (below: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 4294967296) * below);
};
const bytesOf = (length: number) => Uint8Array.from({ length }, () => draw(256));
const LETTERS = [
  'a',
  'Z',
  '0',
  '-',
  '_',
  '+',
  '/',
  '=',
  ' ',
  'é',
  '€',
  '😀',
  '\ud800',
  '\udc00',
  '\u0000',
  '\ufeff',
];
const textOf = (length: number) => Array.from({ length }, () => LETTERS[draw(LETTERS.length)]).join('');

describe('the page’s codecs are the contract’s', () => {
  it.each(Array.from({ length: 300 }, (_, k) => k))('case %i', (k) => {
    const bytes = bytesOf(k % 67);
    const text = textOf(k % 23);
    expect(pageBytes.toHex(bytes)).toBe(contractBytes.toHex(bytes));
    const coded = contractBytes.toBase64url(bytes);
    expect(pageBytes.toBase64url(bytes)).toBe(coded);
    // The same bytes, another spelling of them, and any text.
    for (const candidate of [
      coded,
      `${coded}A`,
      coded.slice(0, -1),
      `${coded.slice(0, -1)}B`,
      `${coded}=`,
      ` ${coded}`,
      text,
    ])
      expect(pageBytes.fromBase64url(candidate)).toEqual(contractBytes.fromBase64url(candidate));
    expect([...pageBytes.utf8(text)]).toEqual([...contractBytes.utf8(text)]);
    for (const candidate of [bytes, contractBytes.utf8(text), contractBytes.utf8(text).subarray(1)])
      expect(pageBytes.fromUtf8(candidate)).toBe(contractBytes.fromUtf8(candidate));
  });
});

describe('what a page’s bundle leaves out', () => {
  it.each([
    ['refuse(at, value, `one of ${values}`)', 'refuse(at)'],
    ['check(value, `${at}.kind`)', 'check(value, at)'],
    ["new Fault('bad-field', `${at}.kind`, `got ${show(value)}`)", "new Fault('bad-field', `${at}.kind`)"],
    ["new Fault('internal', at, message, error)", "new Fault('internal', at)"],
    ['new RangeError(`dot of ${n}`)', 'new RangeError()'],
    ['refuse(key, fault)', 'refuse(key, fault)'],
    ["new Error('a', 'b', 'c')", "new Error('a', 'b', 'c')"],
    ['`${at}`.length', 'at.length'],
    ['`${to}.x`', '`${to}.x`'],
  ])('%s', (from, to) => expect(withoutSentences(from, parseAst)).toBe(to));

  it('marks as pure what runs at load, and nothing inside a function', () => {
    const code = 'export const a = text(40, make(1)); const f = () => run(); function g() { run(); } run();';
    expect(withPureLoad(code, parseAst)).toBe(
      'export const a = /*@__PURE__*/ text(40, /*@__PURE__*/ make(1)); const f = () => run(); function g() { run(); } run();',
    );
  });

  it('has the kernel’s bytes at its end, and runs as before; without a kernel it is the same text', () => {
    const bytes = '0061736d'.repeat(200);
    const code = (text: string) =>
      `var causeway=(function(){"use strict";const $={k:"${text}"};return()=>$.k})();\n`;
    const moved = withKernelLast(code(bytes));
    expect(moved.indexOf(bytes)).toBeGreaterThan(moved.indexOf('return'));
    expect(new Function(`${moved}return causeway()`)()).toBe(bytes);
    expect(withKernelLast(code('0061'))).toBe(code('0061'));
  });

  it('changes no check: the same values are taken and refused, for the same codes', async () => {
    const source = readFileSync(join(ROOT, 'packages/contract/src/schema.ts'), 'utf8');
    const js = transformSync(source, { loader: 'ts' }).code.replace(/import .*\n/, '');
    const lean = withoutSentences(js, parseAst);
    expect(lean.length).toBeLessThan(js.length - 400);
    const load = (code: string) =>
      `data:text/javascript,${encodeURIComponent(`class Fault extends Error { constructor(code, at) { super(code); this.code = code; } }\n${code}`)}`;
    type Schema = typeof import('../../packages/contract/src/schema.ts');
    const [whole, short] = (await Promise.all([import(load(js)), import(load(lean))])) as [Schema, Schema];
    const checks = (s: Schema) => [
      s.number(0, 1),
      s.integer(-3, 3),
      s.boolean,
      s.text(3, /^[a-z]+$/, 2),
      s.oneOf(['a', 'b']),
      s.literal(null),
      s.nullable(s.array(s.integer(0, 9), 2, 1)),
      s.record(s.text(2), s.boolean, 2),
      s.object({ a: s.number(0, 1), b: s.optional(s.text(2)) }),
    ];
    const values = [
      ...[0, 0.5, 1, 3, -3, 4, Number.NaN, true, null, undefined, '', 'ab', 'AB', 'abcd', 'a'],
      ...[
        [],
        [1],
        [1, 2, 3],
        ['a'],
        {},
        { a: 1 },
        { a: 1, b: 'x' },
        { a: 2 },
        { a: true, bb: false },
        { c: 1 },
      ],
    ];
    const tried = (check: (value: unknown, at: string) => unknown, value: unknown) => {
      try {
        return JSON.stringify(check(value, 'at')) ?? 'nothing';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const outcomes = (s: Schema) =>
      checks(s).map((check) => values.map((value) => tried(check as never, value)));
    expect(outcomes(short)).toEqual(outcomes(whole));
    expect(new Set(outcomes(whole).flat()).size).toBeGreaterThan(8);
  });
});
