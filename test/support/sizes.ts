import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Bundle, expectedBundles } from './bundles.ts';
import { ROOT } from './root.ts';

/** What a visitor downloads may not grow unseen. Bytes after gzip -9. The script tag's goal is 14,000: see docs/LIMITS.md. */
export const BUDGETS: Partial<Record<Bundle, number>> = {
  'packages/sdk/dist/causeway.js': 20_900,
};

export interface Size {
  bundle: Bundle;
  raw: number;
  gzip: number;
  budget: number | undefined;
}

export const gzipBytes = (content: Uint8Array): number => gzipSync(content, { level: 9 }).length;

export const table = (): Size[] =>
  expectedBundles()
    .filter((bundle) => existsSync(join(ROOT, bundle)))
    .map((bundle) => {
      const content = readFileSync(join(ROOT, bundle));
      return { bundle, raw: content.length, gzip: gzipBytes(content), budget: BUDGETS[bundle] };
    });

export const overBudget = (rows: readonly Pick<Size, 'bundle' | 'gzip' | 'budget'>[]): string[] =>
  rows.flatMap(({ bundle, gzip, budget }) =>
    budget !== undefined && gzip > budget ? [`${bundle}: ${gzip} B after gzip, budget ${budget} B`] : [],
  );
