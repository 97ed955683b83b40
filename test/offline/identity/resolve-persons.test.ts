import {
  checkIdentityRules,
  DEFAULT_IDENTITY_RULES,
  explainPerson,
  type IdentityRules,
  ingest,
  rebuildKeys,
  resolvePersons,
  type Warehouse,
  writeHistory,
} from '@causeway/offline';
import { describe, expect, it } from 'vitest';
import { putEvents, type TestEvent, warehouseOf } from '../support/shop-events.ts';
import { simulated, temporaryFolder, writeLog } from '../support/study.ts';

const RULES = DEFAULT_IDENTITY_RULES;
const guards = (change: Partial<IdentityRules['guards']>): IdentityRules => ({
  ...RULES,
  guards: { ...RULES.guards, ...change },
});
/** Identifiers by person, as sets: what matters of keys. */
const groups = async (warehouse: Warehouse, version: number): Promise<string[]> => {
  const rows = await warehouse.rows<{ members: string }>(
    `SELECT string_agg(type || ':' || value, ' ' ORDER BY type, value) AS members FROM identity_keys
     WHERE version = ${version} AND person IS NOT NULL GROUP BY person`,
  );
  return rows.map(({ members }) => members).sort();
};
const resolved = async (events: readonly TestEvent[], rules = RULES) => {
  const warehouse = await warehouseOf(events);
  const report = await resolvePersons(warehouse, rules, { at: 5 });
  return { warehouse, report, groups: await groups(warehouse, report.version) };
};

describe('resolvePersons', () => {
  it('joins what was met together, through any number of steps', async () => {
    const { groups: found } = await resolved([
      { account: 'A', cookie: 'c1' },
      { account: 'A', email: 'e1' },
      { email: 'e1', cookie: 'c2' },
      { loyalty: 'l1', account: 'A' },
      { account: 'B', cookie: 'c3' },
      { cookie: 'c4' },
    ]);
    expect(found).toEqual([
      'account:A cookie:c1 cookie:c2 email:e1 loyalty:l1',
      'account:B cookie:c3',
      'cookie:c4',
    ]);
  });

  it('needs as many sightings as a rule says', async () => {
    const one = { account: 'A', device: 'd' };
    expect((await resolved([one])).groups).toEqual(['account:A', 'device:d']);
    expect((await resolved([one, one])).groups).toEqual(['account:A device:d']);
  });

  it('holds a shared device back, and says so', async () => {
    const kiosk = ['A', 'B', 'C'].flatMap((account) => [
      { account, device: 'kiosk' },
      { account, device: 'kiosk' },
    ]);
    const { groups: found, report } = await resolved(kiosk);
    expect(found).toEqual(['account:A', 'account:B', 'account:C', 'device:kiosk']);
    expect(report.quality.refused).toEqual({ 'shared-device': 3 });
    const without = await resolved(kiosk, guards({ shared: {}, accounts: 99 }));
    expect(without.groups).toHaveLength(1);
    expect(without.report.quality.severalAccounts).toBe(1);
  });

  it('never makes a person of more accounts or identifiers than allowed, the strongest links first', async () => {
    const events = [
      { cookie: 'c', account: 'A', at: 3 },
      { cookie: 'c', account: 'B', at: 1 },
      { account: 'A', email: 'e', at: 9 },
      { account: 'B', email: 'e', at: 9 },
    ];
    const one = await resolved(events, guards({ accounts: 1 }));
    expect(one.groups).toEqual(['account:A email:e', 'account:B cookie:c']);
    expect(one.report.quality.refused).toEqual({ 'too-many-accounts': 2 });
    const small = await resolved(events, guards({ identifiers: 3 }));
    expect(small.groups).toEqual(['account:A account:B email:e', 'cookie:c']);
  });

  it('does not depend on the order of events', async () => {
    const events: TestEvent[] = Array.from({ length: 60 }, (_, k) => ({
      at: 1000 + ((k * 7) % 13),
      id: `i${k}`,
      [k % 2 ? 'account' : 'email']: `x${(k * 5) % 11}`,
      cookie: `c${(k * 3) % 17}`,
    }));
    const there = (await resolved(events)).groups;
    expect((await resolved([...events].reverse())).groups).toEqual(there);
    expect(there.length).toBeGreaterThan(3);
  });

  it('keeps every version, tells merges and splits, and can make old keys again', async () => {
    const { warehouse, report } = await resolved([
      { account: 'A', cookie: 'c1' },
      { account: 'B', cookie: 'c2' },
    ]);
    expect(await resolvePersons(warehouse, RULES, { at: 9 })).toEqual({ ...report, changed: false });
    await putEvents(warehouse, [
      { account: 'A', email: 'e' },
      { account: 'B', email: 'e' },
    ]);
    expect(await resolvePersons(warehouse, RULES, { at: 9 })).toMatchObject({
      version: 2,
      persons: 1,
      merges: 1,
      splits: 0,
    });
    const strict = { ...guards({ accounts: 1 }), version: 2 };
    expect(await resolvePersons(warehouse, strict, { at: 10 })).toMatchObject({
      version: 3,
      persons: 2,
      merges: 0,
      splits: 1,
    });
    for (const version of [1, 2, 3]) {
      const { stored, rebuilt } = await rebuildKeys(warehouse, version);
      expect(rebuilt).toBe(stored);
    }
    expect(await groups(warehouse, 1)).toEqual(['account:A cookie:c1', 'account:B cookie:c2']);
    await warehouse.run("UPDATE identity_keys SET person = 'p-forged' WHERE version = 2 AND value = 'c1'");
    const forged = await rebuildKeys(warehouse, 2);
    expect(forged.rebuilt).not.toBe(forged.stored);
  });

  it('makes households of shared tokens, unless too many live there', async () => {
    const events = Array.from({ length: 12 }, (_, k) => ({
      account: `a${k}`,
      household: k < 2 ? 'home' : 'dormitory',
    }));
    const { warehouse, report } = await resolved(events);
    const rows = await warehouse.rows<{ n: number }>(
      'SELECT count(*) AS n FROM identity_keys WHERE household IS NOT NULL GROUP BY household',
    );
    expect(rows).toEqual([{ n: 2 }]);
    expect(report.quality.householdsRefused).toBe(1);
  });

  it('joins a visitor without a name to the customer that the same visit shows', async () => {
    const folder = temporaryFolder();
    const lines = simulated(40);
    const known = lines.find(({ subject, line }) => line.kind === 'step' && !subject.startsWith('anon:'));
    const before = { ...structuredClone(known), subject: 'anon:early' } as (typeof lines)[number];
    before.line.id = 'early';
    writeLog(folder.path, 'log.ndjson', [...lines, before]);
    const warehouse = await warehouseOf([]);
    await ingest(warehouse, folder.path);
    await resolvePersons(warehouse, RULES, { at: 5 });
    const told = await explainPerson(warehouse, 'cookie:anon:early');
    expect(told.identifiers.map(({ value }) => value).sort()).toEqual(['anon:early', known?.subject].sort());
    expect(told.links).toMatchObject([{ rule: 'cookie-of-subject', evidence: known?.line.session }]);
    const { events } = await writeHistory(warehouse);
    expect(events).toBe(
      lines.filter(({ line }) => line.kind === 'decision' || line.kind === 'outcome').length,
    );
    folder.remove();
  });
});

describe('explainPerson', () => {
  it('tells identifiers, links with rule and evidence, what was refused, and changes', async () => {
    const { warehouse } = await resolved(
      [
        { id: 'first', account: 'A', cookie: 'c', at: 7 },
        { account: 'B', cookie: 'c', at: 8 },
      ],
      guards({ accounts: 1 }),
    );
    const told = await explainPerson(warehouse, 'account:A');
    expect(told).toMatchObject({ version: 1, rules: 'deterministic@1', household: null });
    expect(told.links).toMatchObject([
      { rule: 'cookie-of-account', a: 'account:A', b: 'cookie:c', evidence: 'first', probability: 1 },
    ]);
    expect(told.refused).toMatchObject([{ a: 'account:B', refused_by: 'too-many-accounts' }]);
    expect(await explainPerson(warehouse, told.person)).toEqual(told);
    await expect(explainPerson(warehouse, 'account:Z')).rejects.toThrow(/knows no such person/);
  });
});

describe('probable links', () => {
  const texts = ['brand', 'category', 'payment', 'channel'] as const;
  /** n customers with habits, each with a second cookie that shows the same habits three times in four. */
  const habits = (n: number): TestEvent[] =>
    Array.from({ length: n }, (_, k) => {
      const own = {
        device_class: `d${k % 40}`,
        brand: `b${k % 13}`,
        category: `c${k % 11}`,
        payment: `p${k % 7}`,
        channel: `h${k % 5}`,
      };
      const odd = k % 4 === 0 ? { brand: 'b-other', payment: 'p-other' } : {};
      return [
        { account: `a${k}`, ...own },
        { cookie: `c${k}`, ...own, ...odd },
      ];
    }).flat();
  const rules = (change: object = {}): IdentityRules =>
    checkIdentityRules(
      {
        ...RULES,
        probable: {
          rule: 'habits',
          block: ['device_class'],
          compare: [...texts],
          threshold: 0.9,
          error: 0.05,
          ...change,
        },
      },
      'rules',
    );

  it('finds them where habits tell, with an error that is near what is so', async () => {
    const { report, warehouse } = await resolved(habits(200), rules());
    expect(report.probable?.taken).toBeGreaterThan(100);
    const links = await warehouse.rows<{ a: string; b: string }>(
      'SELECT a, b FROM identity_links WHERE probability < 1',
    );
    const wrong = links.filter(({ a, b }) => a.slice(1) !== b.slice(1)).length / links.length;
    expect(wrong).toBeLessThan(0.05);
    expect(Math.abs(wrong - (report.probable?.expectedError ?? 1))).toBeLessThan(0.05);
    expect(report.quality.onProbableLinks).toBe(links.length);
  });

  it('takes none when the expected error is above the bound, or nothing is above the threshold', async () => {
    expect((await resolved(habits(60), rules({ error: 0 }))).report.probable?.taken).toBe(0);
    const alike = Array.from({ length: 40 }, (_, k) => ({
      [k % 2 ? 'account' : 'cookie']: `x${k}`,
      device_class: 'd',
      brand: 'b',
    }));
    expect((await resolved(alike, rules())).report.probable?.taken).toBe(0);
  });
});

it.each([
  [
    'a link to itself',
    { links: [{ rule: 'r', a: 'cookie', b: 'cookie', atLeast: 1 }] },
    /two different identifiers/,
  ],
  ['one name for two rules', { links: [RULES.links[0], RULES.links[0]] }, /used once/],
  [
    'a household as a link',
    { links: [{ rule: 'r', a: 'household', b: 'cookie', atLeast: 1 }] },
    /links\[0\]\.a/,
  ],
  ['a guard of no identifier', { guards: { ...RULES.guards, shared: { phone: 1 } } }, /guards\.shared/],
  [
    'no threshold',
    { probable: { rule: 'x', block: ['brand'], compare: ['brand'], threshold: 0.1 } },
    /threshold/,
  ],
])('checkIdentityRules refuses %s', (_, change, reason) => {
  expect(() => checkIdentityRules({ ...RULES, ...change }, 'rules')).toThrow(reason);
});
