import type { SubtleLike } from '@causeway/contract';
import { SECTIONS } from './sections.ts';

export type GoldenFile = { version: 1; cases: Record<string, { input: unknown; output: unknown }[]> };
export type GoldenResult = { cases: number; mismatches: string[] };

/** Runs every case of the file in this runtime; a mismatch names its section, number, and both outputs. */
export const runGolden = async (file: GoldenFile, subtle: SubtleLike): Promise<GoldenResult> => {
  const mismatches: string[] = [];
  let cases = 0;
  for (const [name, section] of Object.entries(SECTIONS)) {
    for (const [k, { input, output }] of (file.cases[name] ?? []).entries()) {
      cases += 1;
      const got = JSON.stringify(await section(input as never, subtle));
      const wanted = JSON.stringify(output);
      if (got !== wanted) mismatches.push(`${name}[${k}]: got ${got}, wanted ${wanted}`);
    }
  }
  return { cases, mismatches };
};
