// Run by boost.bench.ts in a process of its own: FOLDER ROWS depth|leaf. Trains, then writes the scores of the held-out rows.
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BoostedTrees } from '../../packages/offline/src/boost/index.ts';

const COLUMNS = 40;
const [folder = '', rows = '', shape = ''] = process.argv.slice(2);
const n = Number(rows);

const read = (name: string, from: number, count: number): Float32Array => {
  const file = openSync(join(folder, name), 'r');
  const out = new Float32Array(count);
  readSync(file, out, 0, 4 * count, 4 * from);
  closeSync(file);
  return out;
};

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const x = read('x.f32', 0, n * COLUMNS);
const y = read('y.f32', 0, n);
const before = cpuSeconds();
const model = new BoostedTrees(
  // The hessian of 20 rows at p = 1/2 is 5: the nearest there is to a least number of 20 rows.
  shape === 'depth' ? { growth: 'depth', maxDepth: 6 } : { maxLeaves: 31, l2: 0, minHessian: 5 },
).fit({ x, n, d: COLUMNS, y, seed: 1 });
const cpu = cpuSeconds() - before;
const peakMb = process.resourceUsage().maxRSS / 1024;
const total = Number(process.argv[5]);
const held = read('x.f32', total * COLUMNS, Number(process.argv[6]) * COLUMNS);
writeFileSync(join(folder, 'scores.f64'), model.predict(held, held.length / COLUMNS));
console.log(JSON.stringify({ cpu, peakMb }));
