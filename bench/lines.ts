import type { Bench, Measure } from './bench.ts';

export const jsonLine = (bench: string, { name, value, unit, peer }: Measure): string => {
  for (const [field, number] of Object.entries({ value, peer }))
    if (!Number.isFinite(number)) throw new Error(`${bench}: ${name} has ${field} ${number}, not a number`);
  if (peer === 0) throw new Error(`${bench}: ${name} has a peer of 0, so no ratio`);
  return JSON.stringify({ bench, name, value, unit, peer, ratio: value / peer });
};

export const describe = (benches: readonly Pick<Bench, 'name' | 'about'>[]): string => {
  const width = Math.max(0, ...benches.map(({ name }) => name.length));
  return benches.map(({ name, about }) => `${name.padEnd(width)}  ${about}`).join('\n');
};
