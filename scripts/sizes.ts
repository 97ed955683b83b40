import { buildIfStale } from '../test/support/bundles.ts';
import { importTable, overBudget, table } from '../test/support/sizes.ts';

await buildIfStale();
const rows = table();
for (const { bundle, raw, gzip, brotli, budget } of rows)
  console.log(
    `${bundle.padEnd(40)} ${String(raw).padStart(8)} B  gzip ${String(gzip).padStart(7)} B  brotli ${String(brotli).padStart(7)} B` +
      (budget === undefined ? '' : `  budget ${budget} B${gzip > budget ? '  OVER' : ''}`),
  );
console.log('\nAs a shop’s bundler takes them, React and OpenFeature apart:');
const imports = await importTable();
for (const { name, gzip, brotli, budget } of imports)
  console.log(
    `${`@causeway/sdk/${name}`.replace('/index', '').padEnd(40)} ${' '.repeat(10)}  gzip ${String(gzip).padStart(7)} B  brotli ${String(brotli).padStart(7)} B` +
      `  budget ${budget} B${gzip > budget ? '  OVER' : ''}`,
  );
process.exitCode = overBudget([...rows, ...imports]).length > 0 ? 1 : 0;
