import type { BenchPage } from './page.ts';
import { rows } from './rows.ts';

/** What the document writes before an inlined script: when its first line ran, and the model's blob as a page model carries it. */
declare const begun: number;
declare const blob: string;

/** The first λ of a page whose one script holds engine and blob: nothing is waited for. */
export const firstHazard = (open: (blob: string) => (row: Float32Array) => number): void => {
  const lambda = open(blob)(rows(1)[0] as Float32Array);
  const bench: BenchPage = { begun, first: performance.now(), lambda };
  Object.assign(globalThis, { bench });
};
