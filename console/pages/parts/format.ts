const fixed = (x: number, digits: number): string => {
  const text = Math.abs(x).toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return x < 0 && Number(text.replaceAll(',', '')) !== 0 ? `−${text}` : text;
};

export const number = (x: number | null, digits = 2): string => (x === null ? 'unknown' : fixed(x, digits));
/** Cents, as a shop's money. */
export const money = (cents: number): string => fixed(cents / 100, 2);
export const percent = (share: number): string => `${fixed(100 * share, 1)} %`;
/** Four figures that count. */
export const figures = (x: number | null): string =>
  x === null
    ? ''
    : (x !== 0 && Math.abs(x) < 1e-4 ? x.toExponential(1) : String(Number(x.toPrecision(4)))).replace(
        /^-/,
        '−',
      );
export const time = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 19);
export const short = (digest: string): string => digest.slice(0, 12);
export const interval = (low: number, high: number, say: (x: number) => string): string =>
  `${say(low)} to ${say(high)}`;
