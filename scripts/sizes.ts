import { buildIfStale } from '../test/support/bundles.ts';
import { table } from '../test/support/sizes.ts';

buildIfStale();
const rows = table();
for (const { bundle, raw, gzip, budget } of rows)
  console.log(
    `${bundle.padEnd(40)} ${String(raw).padStart(8)} B  gzip ${String(gzip).padStart(7)} B` +
      (budget === undefined ? '' : `  budget ${budget} B${gzip > budget ? '  OVER' : ''}`),
  );
process.exitCode = rows.some(({ gzip, budget }) => budget !== undefined && gzip > budget) ? 1 : 0;
