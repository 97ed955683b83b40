import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import { encodeFeatures } from '../../../packages/offline/src/cli/encode-features.ts';
import { names } from '../../../packages/offline/src/cli/options.ts';
import { completeRows } from '../../../packages/offline/src/cli/usable-rows.ts';
import { timeColumn } from '../../../packages/offline/src/cli/user-columns.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { openWarehouse, readTable, type Warehouse } from '../../../packages/offline/src/table/index.ts';
import { temporaryFolder } from '../support/study.ts';

const folder = temporaryFolder();
const own = (name: string): string => join(folder.path, name);
let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(':memory:');
});
afterAll(() => {
  warehouse.close();
  folder.remove();
});

const tableOf = (text: string) => {
  writeFileSync(own('table.csv'), text);
  return readTable(warehouse, own('table.csv'));
};
const column = (...cells: (string | number)[]) =>
  tableOf(`id,x\n${cells.map((c, i) => `r${i},${c}`).join('\n')}`);

/** Exit code, result and what was said, of one verb on a file. */
const run = async (file: string, ...args: string[]) => {
  let said = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  writeFileSync(own('out.json'), '{}');
  const flags = ['--input', own(file), '--dir', own('study'), '--json', own('out.json')];
  const code = await commandLine([...args, ...flags]).finally(() => spy.mockRestore());
  return { code, said, result: JSON.parse(readFileSync(own('out.json'), 'utf8')) };
};

describe('a feature of numbers', () => {
  it.each(['NA', 'NaN', 'n/a', 'None', 'null', '-', ''])('takes %s for a gap', async (gap) => {
    const encoder = encodeFeatures(await column(1.5, gap, 4, 2), ['x']);
    expect(encoder.names).toEqual(['x', 'x missing']);
    expect([...encoder.apply(await column(1.5, gap, 4, 2))]).toEqual([1.5, 0, 2, 1, 4, 0, 2, 0]);
  });

  it('takes an infinite one for a gap, and says so', async () => {
    for (const cell of ['inf', '-Infinity']) {
      const encoder = encodeFeatures(await column(1.5, cell, 4, 'NA'), ['x']);
      expect(encoder.names).toEqual(['x', 'x missing']);
      expect(encoder.notes).toEqual(['Feature x: 1 infinite cells count as missing.']);
    }
  });

  it('is refused by the row of the file that holds a text', async () => {
    const table = await tableOf('t,x\n1,1\n,2\n1,three\n0,4\n0,5');
    expect(() => encodeFeatures(completeRows(table, ['t']).table, ['x'])).toThrow(
      /column x, row 3: got three/,
    );
  });

  it.each([
    ['1,5', /no column|decimal comma/],
    ['1', /is 1 in all rows/],
    ['Rome', /is Rome in all rows/],
  ])('of %s in all rows is told', async (cell, note) => {
    const table = await tableOf(
      `x;y\n${Array.from({ length: 40 }, (_, i) => `${cell}${cell === '1,5' ? i : ''};1`).join('\n')}`,
    );
    expect(encodeFeatures(table, ['x']).notes.join()).toMatch(note);
  });

  it('an id gives no column, and is told', async () => {
    const table = await column(...Array.from({ length: 1100 }, (_, i) => i));
    expect(encodeFeatures(table, ['id'])).toMatchObject({
      names: [],
      notes: [expect.stringMatching(/no column/)],
    });
  });
});

it('moments of every type of Parquet are read alike, as features and as times', async () => {
  const at = "TIMESTAMP '2024-03-31 01:30:00' + to_days(i::INTEGER)";
  const types = ['TIMESTAMP', 'TIMESTAMP_NS', 'TIMESTAMP_MS', 'TIMESTAMP_S', 'TIMESTAMPTZ', 'VARCHAR'];
  await warehouse.run("SET TimeZone = 'UTC'");
  await warehouse.run(
    `COPY (SELECT ${types.map((type, k) => `(${at})::${type} AS c${k}`).join(', ')} FROM range(3) r(i)) TO '${own('m.parquet')}' (FORMAT parquet)`,
  );
  const table = await readTable(warehouse, own('m.parquet'));
  const days = [0, 1, 2].map((i) => Date.parse('2024-03-31T01:30:00Z') + i * 86_400_000);
  types.forEach((type, k) => {
    expect([...timeColumn(table, `c${k}`)]).toEqual(days);
    if (type !== 'VARCHAR') expect([...encodeFeatures(table, [`c${k}`]).apply(table)]).toEqual(days);
  });
});

it('names with commas stand in quotes', () => {
  expect(names('x,"a, b" , "say ""hi""",y')).toEqual(['x', 'a, b', 'say "hi"', 'y']);
  for (const text of ['', 'a,', ',a', 'a,,b', '""']) expect(() => names(text)).toThrow(/commas between/);
});

describe('rows and columns of a trial', () => {
  const random = makeRandom(3);
  const rows = Array.from({ length: 240 }, (_, i) => {
    const [x, t, big] = [random.normal(), random.integer(2), random.integer(2)];
    const y = x + 3 * t * big + 0.3 * random.normal();
    const given = i % 20 === 0 ? '' : t === 1 ? 'True' : 'False';
    const day = new Date(1.7e12 + 864e5 * random.integer(90)).toISOString().slice(0, 10);
    return [given, y, i === 7 ? 'NA' : x, big === 1 ? 9 : 1, 'c', day, t, `p${i >> 1}`, '2024-01-01'].join(
      ',',
    );
  });
  writeFileSync(own('trial.csv'), ['arm,y,x,w,same,day,t,who,month', ...rows].join('\n'));
  const flags = ['--treatment', 'arm', '--outcome', 'y', '--folds', '2', '--learner', 'linear'];

  it('effects: rows without a treatment are left out, weights count, a gap costs no feature', async () => {
    const { code, said, result } = await run(
      'trial.csv',
      'effects',
      ...flags,
      '--features',
      'x,same',
      '--weight',
      'w',
    );
    expect([code, result.rows, result.leftOut, result.control]).toEqual([0, 228, 12, 'false']);
    expect(result.features).toEqual(['x', 'x missing', 'same = c']);
    const { value, low, high } = result.effects[0].effect;
    expect([value > 2.3, low < 2.7, high > 2.7]).toEqual([true, true, true]);
    expect(result.bestConstantArm.gain.value).toBe(value);
    expect(said).toMatch(/12 of 240 rows were left out: they lack arm or y or w/);
    expect(said).toMatch(/Feature same is c in all rows/);
  }, 240_000);

  it.each([
    ['a feature that is the outcome', ['--features', 'x,y'], /got y, which is the outcome/],
    ['a feature that is the treatment', ['--features', 'arm'], /got arm, which is the treatment/],
    ['a feature that is the weight', ['--features', 'x,w', '--weight', 'w'], /got w, which is the weight/],
    ['one moment for all', ['--features', 'x', '--time', 'month'], /one moment for all rows/],
  ])('effects refuses %s', async (_, more, message) => {
    const { code, said } = await run('trial.csv', 'effects', ...flags, ...more);
    expect([code, said]).toEqual([1, expect.stringMatching(message)]);
  });

  it('causal sensitivity reads dates, and leaves rows without a treatment out', async () => {
    const { code, result } = await run(
      'trial.csv',
      'causal',
      'sensitivity',
      '--y',
      'y',
      '--t',
      'arm',
      '--features',
      'w,day',
    );
    expect([code, result.rows, result.leftOut]).toEqual([0, 228, 12]);
    expect(result.effects.aipw ?? result.bounds[0].low).toBeDefined();
  });

  it('evaluate uplift ranks only rows that were treated or not', async () => {
    const { result } = await run(
      'trial.csv',
      'evaluate',
      'uplift',
      '--y',
      'y',
      '--t',
      'arm',
      '--score',
      'w',
      '--resamples',
      '20',
    );
    expect([result.control, result.arm, result.n, result.leftOut]).toEqual(['false', 'true', 228, 12]);
  });

  it('experiment analyse: no arm is no control, and truth values are meant in any case', async () => {
    const common = ['experiment', 'analyse', '--outcome', 'y', '--arm', 'arm'];
    const { result, said } = await run('trial.csv', ...common, '--treated', 'True');
    expect([result.people, result.leftOut]).toEqual([228, 12]);
    expect(result.ratio.mismatch).toBe(false);
    expect(said).toMatch(/12 of 240 rows were left out/);
    const wrong = await run('trial.csv', ...common, '--treated', 'yes');
    expect([wrong.code, wrong.said]).toEqual([
      1,
      expect.stringMatching(/got yes, the values of arm are false, true/),
    ]);
  });
});
