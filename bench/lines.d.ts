import type { Bench, Measure } from './bench.ts';
export declare const jsonLine: (bench: string, { name, value, unit, peer }: Measure) => string;
export declare const describe: (benches: readonly Pick<Bench, 'name' | 'about'>[]) => string;
