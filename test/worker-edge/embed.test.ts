import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EdgeEncoder, RawProfile, StoredProfile } from '@causeway/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../packages/offline/src/cli/command-line.ts';
import { makeRandom } from '../../packages/offline/src/maths/index.ts';
import { temporaryFolder } from '../offline/support/study.ts';
import { openShop, type Shop } from './fixture.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);
let shop: Shop;
let encoder: EdgeEncoder;
let nightly: Map<string, StoredProfile>;
const people: { subject: string; cells: RawProfile }[] = [];

beforeAll(async () => {
  const random = makeRandom(3);
  const rows = Array.from({ length: 500 }, (_, i) => {
    const [orders, spent] = [random.integer(12), Math.round(100 * Math.exp(random.normal()))];
    const city = ['Oslo', 'Rome', 'Lima'][random.integer(3)] as string;
    // A file of today: its last date is what the batch counts days back from.
    const days = i === 0 ? 0 : 30 + random.integer(700);
    const since = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const cells: RawProfile = { orders, spent: i % 9 === 0 ? null : spent, city, since };
    people.push({ subject: `person-${i}`, cells });
    const left =
      random.uniform() < 1 / (1 + Math.exp(-1 + 0.4 * orders - (city === 'Rome' ? 1.5 : 0))) ? 1 : 0;
    return [`person-${i}`, orders, cells['spent'] ?? '', city, since, left].join(',');
  });
  writeFileSync(at('people.csv'), ['id,orders,spent,city,since,left', ...rows].join('\n'));
  const columns = ['--id', 'id', '--label', 'left', '--features', 'orders,spent,city,since'];
  const input = [
    '--input',
    at('people.csv'),
    '--out',
    at('out'),
    '--dir',
    at('study'),
    '--json',
    at('r.json'),
  ];
  expect(await commandLine(['embed', ...input, ...columns, '--objective', 'supervised'])).toBe(0);
  encoder = JSON.parse(readFileSync(at('out/edge-encoder.json'), 'utf8'));
  const kept = JSON.parse(readFileSync(at('out/profiles.json'), 'utf8')) as {
    subject: string;
    profile: StoredProfile;
  }[];
  nightly = new Map(kept.map(({ subject, profile }) => [subject, profile]));
  shop = await openShop();
  await shop.publish({ lineage: [encoder.encoder] });
}, 240_000);
afterAll(async () => {
  await shop.edge.stop();
  folder.remove();
});

const held = async (subject: string): Promise<StoredProfile> => {
  const kv = await shop.edge.miniflare.getKVNamespace('PROFILES');
  return JSON.parse((await kv.get(`profile:${subject}`)) as string);
};

describe('a raw profile, embedded at the edge', () => {
  it('needs the encoder that it names', async () => {
    await expect(shop.client.embed(encoder.encoder, people.slice(0, 1))).rejects.toThrow(/not-found/);
    expect(await shop.client.putEncoder(encoder)).toMatchObject({ encoder: encoder.encoder, columns: 4 });
  });

  it('has the z and the spread of the nightly batch, and is served at the next visit', async () => {
    for (let k = 0; k < 200; k += 100)
      expect(await shop.client.embed(encoder.encoder, people.slice(k, k + 100))).toMatchObject({
        written: 100,
      });
    let [worst, worstSpread] = [0, 0];
    for (const { subject } of people.slice(1, 200)) {
      const [own, batch] = [await held(subject), nightly.get(subject) as StoredProfile];
      own.z.forEach((v, j) => (worst = Math.max(worst, Math.abs(v - (batch.z[j] as number)))));
      worstSpread = Math.max(worstSpread, Math.abs(own.spread - batch.spread));
    }
    // The batch counts days back from midnight, the edge from now: some steps of a byte.
    expect(worst).toBeLessThanOrEqual(3);
    expect(worstSpread).toBeLessThan(0.02);
    const { z, spread } = await held('person-7');
    expect((await shop.visit('session-e1', 'person-7')).profile).toMatchObject({ z, spread });
  });

  it('of whom nothing is known is as wide as can be, and whoever orders moves', async () => {
    await shop.client.embed(encoder.encoder, [
      { subject: 'empty', cells: {} },
      { subject: 'few', cells: { orders: 0, spent: 10, city: 'Rome', since: '2025-06-01' } },
      { subject: 'many', cells: { orders: 11, spent: 900, city: 'Oslo', since: '2025-06-01' } },
    ]);
    const [empty, few, many] = [await held('empty'), await held('few'), await held('many')];
    expect(empty.spread).toBeGreaterThan(few.spread);
    expect(few.z).not.toEqual(many.z);
  });

  it.each([
    [
      'a column of another name',
      [{ subject: 'a', cells: { order: 3 } }],
      /bad-field.*order, which the encoder/,
    ],
    ['a cell that is no cell', [{ subject: 'a', cells: { orders: [3] } }], /bad-field/],
    ['nobody', [], /bad-field/],
    ['a name that is none', [{ subject: 'a b', cells: {} }], /bad-field/],
  ])('is refused for %s', async (_, given, reason) => {
    await expect(shop.client.embed(encoder.encoder, given as never)).rejects.toThrow(reason);
  });

  it('an encoder with a broken net, or of another size, is not taken', async () => {
    const middle = encoder.blob.length >> 1;
    const other = encoder.blob[middle] === 'A' ? 'B' : 'A';
    const bent = encoder.blob.slice(0, middle) + other + encoder.blob.slice(middle + 1);
    await expect(shop.client.putEncoder({ ...encoder, blob: bent })).rejects.toThrow(/bad-/);
    const more = { ...encoder, encoding: { ...encoder.encoding, inputs: 9000 } };
    await expect(shop.client.putEncoder(more)).rejects.toThrow(/bad-field.*9000 inputs/);
    const odd = { ...encoder, encoding: { ...encoder.encoding, columns: [{ kind: 'spell' }] } };
    await expect(shop.client.putEncoder(odd as never)).rejects.toThrow(/bad-field.*columns\[0\]\.kind/);
  });

  it('is the shop’s word: an encoder is not, and a page has none', async () => {
    const body = JSON.stringify({ version: 1, encoder: encoder.encoder, people: people.slice(0, 1) });
    expect((await shop.call('POST', '/v1/embed', body)).status).toBe(401);
  });
});
