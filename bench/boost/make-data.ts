import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sigmoid } from '@causeway/contract';
import { makeRandom } from '../../packages/offline/src/maths/index.ts';

export const COLUMNS = 40;
export const HELD_OUT = 200_000;

const CHUNK = 20_000;

/**
 * Writes x.f32 (rows x 40, row-major) and y.f32 into the folder; the last HELD_OUT rows are for the AUC. Columns: 30 normal, 5 on a
 * grid of halves, 5 of 0 and 1; a twelfth of the first 20 is missing. The log-odds have lines, steps, bends, and products
 * of columns that also matter alone (a pure product has no first split, and then any two boosters differ by luck).
 */
export const makeData = (folder: string, trainRows: number): void => {
  const random = makeRandom(20_261_122);
  const files = ['x.f32', 'y.f32'].map((name) => openSync(join(folder, name), 'w')) as [number, number];
  const x = new Float32Array(CHUNK * COLUMNS);
  const y = new Float32Array(CHUNK);
  const row = new Float64Array(COLUMNS);
  for (let from = 0; from < trainRows + HELD_OUT; from += CHUNK) {
    for (let i = 0; i < CHUNK; i++) {
      for (let f = 0; f < COLUMNS; f++) {
        const v = random.normal();
        row[f] = f < 30 ? v : f < 35 ? Math.round(2 * v) / 2 : v > 0 ? 1 : 0;
      }
      const at = (f: number): number => row[f] as number;
      const gone = random.uniform() < 1 / 12;
      const score =
        0.6 * at(0) * (at(1) > -0.5 ? 1 : 0.2) +
        0.8 * Math.sin(1.5 * at(2)) +
        (at(3) > 0.5 && at(4) < 0.3 ? 0.9 : -0.2) +
        0.4 * Math.abs(at(5)) +
        0.5 * at(6) +
        0.5 * at(35) * (at(7) + 0.5) +
        0.3 * at(30) +
        0.25 * (at(8) + at(9)) * (at(8) > 0 ? 1 : 0.4) +
        0.1 * (at(10) - at(11) + at(31)) +
        (gone ? 0.5 : 0) -
        0.4;
      if (gone) row[0] = NaN;
      for (let f = 1; f < 20; f++) if (random.uniform() < 1 / 12) row[f] = NaN;
      x.set(row, i * COLUMNS);
      y[i] = random.uniform() < sigmoid(score) ? 1 : 0;
    }
    writeSync(files[0], x);
    writeSync(files[1], y);
  }
  for (const file of files) closeSync(file);
};
