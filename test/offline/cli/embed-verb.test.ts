import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStoredProfile, denseProfile, openModel } from '@causeway/contract';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import { openVector, parseEncoder, unpackVector } from '../../../packages/offline/src/embed/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { openStreamed, withWarehouse } from '../../../packages/offline/src/table/index.ts';
import { temporaryFolder } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const own = (...name: string[]): string => join(folder.path, ...name);
const run = async (...args: string[]) => {
  const code = await commandLine(['embed', ...args, '--dir', own('study'), '--json', own('out.json')]);
  return { code, result: code === 0 ? JSON.parse(readFileSync(own('out.json'), 'utf8')) : null };
};

const random = makeRandom(3);
const head = 'Ref;last seen;brand;about;const;amount €;gender;Churned?;after';
const lines = Array.from({ length: 900 }, (_, i) => {
  const t = random.normal();
  const churned = random.uniform() < 1 / (1 + Math.exp(-2 * t));
  const day = `2025-0${1 + random.integer(9)}-1${random.integer(9)}`;
  const amount = random.uniform() < 0.2 ? 'NA' : (Math.exp(t) * 10).toFixed(2);
  const brand = `brand-${random.integer(40) + (t > 0 ? 40 : 0)}`;
  const about = ['likes red shoes', 'wants a bag now', ''][random.integer(3)];
  return [
    `p_${i}`,
    i % 10 ? day : '',
    brand,
    about,
    7,
    amount,
    i % 3 ? 'F' : 'M',
    churned ? 'Yes' : 'No',
    churned ? 1 : 0,
  ].join(';');
});
writeFileSync(own('people.csv'), [head, ...lines].join('\n'));
const quick = ['--no-curve', '--objective', 'supervised', '--size', '8'];
const basic = [
  '--input',
  own('people.csv'),
  '--id',
  'Ref',
  '--label',
  'Churned?',
  '--post',
  'after',
  '--sensitive',
  'gender',
];

describe('causeway embed --input', () => {
  it('reads an odd file, and writes vectors, encoder, profiles and a card', async () => {
    const out = own('first');
    const { code, result } = await run(...basic, ...quick, '--out', out, '--as-of', '1700000000000');
    expect(code).toBe(0);
    expect([result.people, result.size, result.objective]).toEqual([900, 8, 'supervised']);
    expect(result.dropped.map((d: { name: string }) => d.name)).toEqual(['const']);
    const { differences } = result.comparison;
    expect(differences.find((d: { against: string }) => d.against === 'none').verdict).toBe('better');
    expect(result.probes.served[0].attribute).toBe('gender = M');
    expect(result.publish).toMatchObject({ put: 900, remove: 0, same: 0, bytes: 34, sealed: false });
    const card = readFileSync(join(out, 'card.md'), 'utf8');
    expect(card).toMatch(/z is better than no profile at all/);
    expect(card).toMatch(/kept out by request: gender, after/);

    // The artefacts give the vectors again: encoding.json makes the inputs, encoder.blob the vector.
    const encoder = parseEncoder(JSON.parse(readFileSync(join(out, 'encoding.json'), 'utf8')), out);
    const model = openModel(Uint8Array.from(readFileSync(join(out, 'encoder.blob'))));
    const { columns } = encoder.encoding;
    expect(columns.map(({ name }) => name)).not.toContain('gender');
    await withWarehouse(':memory:', async (warehouse) => {
      const input = await openStreamed(warehouse, own('people.csv'));
      const vectors = await openStreamed(warehouse, join(out, 'vectors.parquet'));
      expect([vectors.n, vectors.names[0], vectors.names.length]).toEqual([900, 'Ref', 17]);
      const z0 = (await vectors.cells('z_0')) as number[];
      const cells: (readonly unknown[])[] = [];
      for (const { name } of columns) cells.push(await input.cells(name));
      for (let i = 0; i < 900; i += 50) {
        const row = denseProfile(
          encoder.encoding,
          cells.map((column) => column[i]),
        );
        expect(Math.abs((model.run(row)[0] as number) - (z0[i] as number))).toBeLessThan(5e-5);
      }
    });
    const profiles = JSON.parse(readFileSync(join(out, 'profiles.json'), 'utf8'));
    expect(profiles).toHaveLength(900);
    expect(checkStoredProfile(profiles[5].profile, 'profile').release).toBe(result.encoder);
  });

  it('publishes nothing twice, aligns a new encoder or refuses to, and seals', async () => {
    const key = own('key');
    writeFileSync(key, Buffer.alloc(32, 5).toString('base64'));
    const from = ['--previous', own('first')];
    const again = await run(...basic, ...quick, ...from, '--out', own('second'));
    expect(again.result.publish).toMatchObject({ put: 0, same: 900 });
    const other = [...basic, ...quick, ...from, '--seed', '2', '--align'];
    const turned = await run(...other, '--align-bound', '20', '--out', own('third'), '--seal', key);
    expect(turned.result.alignment.people).toBe(450);
    expect(turned.result.publish.sealed).toBe(true);
    const [line = ''] = readFileSync(own('third', 'publish.ndjson'), 'utf8').split('\n');
    const { key: subject, value } = JSON.parse(line);
    const sealed = Uint8Array.from(Buffer.from(value, 'base64'));
    expect(sealed.length).toBe(62);
    const opened = unpackVector(openVector(new Uint8Array(32).fill(5), subject, sealed));
    expect(opened.encoder).toBe(turned.result.encoder.slice(0, 16));
    expect((await run(...other, '--align-bound', '0.01', '--out', own('fourth'))).code).toBe(1);
    cpSync(own('first'), own('torn'), { recursive: true });
    writeFileSync(own('torn', 'encoding.json'), '{"kind": ');
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect((await run(...other, '--previous', own('torn'), '--out', own('fifth'))).code).toBe(1);
    expect(said.mock.calls.join()).toMatch(/bad-input at .*encoding\.json: it is not JSON/);
    said.mockRestore();
  });

  it('learns from no outcome after a treatment, and finds a column that came after it', async () => {
    const rows = Array.from({ length: 1500 }, (_, i) => {
      const [a, b, c] = [random.normal(), random.normal(), random.normal()];
      const mailed = random.uniform() < 0.5;
      const bought = random.uniform() < 1 / (1 + Math.exp(-a - (mailed ? 1 : 0))) ? 1 : 0;
      return [
        `u${i}`,
        a,
        b,
        c,
        mailed ? 2 + random.normal() : random.normal(),
        mailed ? 'mail' : 'none',
        bought,
      ].join(',');
    });
    writeFileSync(own('trial.csv'), ['id,a,b,c,opened,arm,bought', ...rows].join('\n'));
    const ask = [
      '--input',
      own('trial.csv'),
      '--id',
      'id',
      '--label',
      'bought',
      '--treatment',
      'arm',
      '--control',
      'none',
    ];
    const { result } = await run(
      ...ask,
      '--no-curve',
      '--objective',
      'variational',
      '--size',
      '3',
      '--out',
      own('trial'),
    );
    expect(result.notes.join(' ')).toMatch(/opened is left out: the treatment shows in it/);
    expect(result.notes.join(' ')).toMatch(/no outcome that followed arm/);
    expect(existsSync(own('trial', 'profiles.json'))).toBe(false);
    // Strict hygiene leaves nothing to supervise by.
    expect((await run(...ask, '--objective', 'supervised', '--out', own('trial'))).code).toBe(1);
  });

  it('sessions in time: each row is foretold from what came before it, and z moves between them', async () => {
    const rows: string[] = [];
    for (let person = 0; person < 160; person++) {
      const t = random.normal();
      for (let k = 0; k < 8; k++)
        rows.push(
          [
            `u${person}`,
            `2025-01-${10 + k} 0${person % 10}:00:00`,
            (t + random.normal()).toFixed(3),
            k % 2 ? 'app' : 'web',
            random.uniform() < 1 / (1 + Math.exp(-2 * t)) ? 1 : 0,
          ].join(','),
        );
    }
    writeFileSync(own('sessions.csv'), ['user,at,depth,channel,bought', ...rows].join('\n'));
    const ask = [
      '--input',
      own('sessions.csv'),
      '--id',
      'user',
      '--label',
      'bought',
      '--time',
      'at',
      '--context',
      'channel',
    ];
    const { result } = await run(...ask, ...quick, '--out', own('sessions'));
    expect([result.people, result.rows, result.pooling, result.split.by]).toEqual([
      160,
      1280,
      'history',
      'time',
    ]);
    expect(result.dynamics.explained).toBeGreaterThan(0);
    expect(existsSync(own('sessions', 'dynamics.json'))).toBe(true);
  });

  it.each([
    ['no id', ['--input', own('people.csv'), '--label', 'Churned?']],
    ['a column that is not there', ['--input', own('people.csv'), '--id', 'nobody', '--label', 'Churned?']],
    ['a label among the features', [...basic, '--features', 'Churned?']],
    ['no label', ['--input', own('people.csv'), '--id', 'Ref']],
    ['a graph without edges', [...basic, '--objective', 'supervised-graph']],
    ['alignment with nothing', [...basic, '--align']],
    ['a file of no kind', ['--input', own('key'), '--id', 'a', '--label', 'b']],
  ])('refuses %s', async (_name, args) => {
    expect((await run(...args, '--out', own('refused'))).code).toBe(1);
    expect(existsSync(own('refused', 'card.md'))).toBe(false);
  });
});
