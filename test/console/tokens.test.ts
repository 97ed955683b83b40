import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';

const css = readFileSync(join(ROOT, 'console/pages/styles/tokens.css'), 'utf8');

const tokens = [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)];
const tokensOf = (side: 'light' | 'dark'): Map<string, string> =>
  new Map(tokens.map(([, name = '', light = '', dark = '']) => [name, side === 'light' ? light : dark]));

/** Relative luminance as WCAG 2.2 defines it. */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((k) => {
    const c = Number.parseInt(hex.slice(k, k + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};

describe.each(['light', 'dark'] as const)('colours, %s', (side) => {
  const held = tokensOf(side);
  const of = (name: string): string => held.get(name) ?? '';

  it.each(['ink', 'quiet', 'accent', 'good', 'bad', 'warn'])('%s can be read on paper and wash', (name) => {
    expect(contrast(of(name), of('paper'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of(name), of('wash'))).toBeGreaterThanOrEqual(4.5);
  });

  it('marks of plots stand out, and so does the chosen view', () => {
    expect(contrast(of('muted'), of('paper'))).toBeGreaterThanOrEqual(3);
    expect(contrast(of('ink'), of('accent-wash'))).toBeGreaterThanOrEqual(4.5);
  });
});

it('measures contrast', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeLessThan(4.5);
});
