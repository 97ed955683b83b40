import { describe, expect, it } from 'vitest';
import { jsonLine } from '../../bench/lines.ts';

const measure = { name: 'one call', value: 3, unit: 'us', peer: 6 };

describe('a measure', () => {
  it('is one JSON line beside its peer', () => {
    const line = jsonLine('kernel', measure);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({ bench: 'kernel', ...measure, ratio: 0.5 });
  });

  it.each([
    { ...measure, value: Number.NaN },
    { ...measure, peer: Number.POSITIVE_INFINITY },
    { ...measure, peer: 0 },
  ])('without a number is refused: %o', (wrong) => {
    expect(() => jsonLine('kernel', wrong)).toThrow('one call');
  });
});
