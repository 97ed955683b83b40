import type { ShopEvent } from '@causeway/contract';
import {
  applyRepeats,
  checkExposureDefinition,
  diffExposures,
  duckdbEngine,
  type ExposureDefinition,
  exposeTreatments,
  openWarehouse,
  saveExposures,
} from '@causeway/offline';
import { describe, expect, it } from 'vitest';
import { writeHistory } from '../support/feature-conformance.ts';

const HOUR = 3_600_000;
const T0 = 1_000 * HOUR;
const definition = (change: object = {}): ExposureDefinition =>
  checkExposureDefinition(
    {
      kind: 'exposure-definition',
      version: 1,
      name: 'campaigns',
      treatments: [
        {
          name: 'mail',
          channel: 'email',
          units: { events: ['mail-considered'], where: [] },
          eligible: [{ column: 'eligible', equals: 1 }],
          treated: { events: ['email-sent'], withinMs: HOUR },
          arms: 'treated',
          propensity: { treated: 0.6 },
          mechanism: { is: 'randomised' },
        },
        {
          name: 'banner',
          channel: 'onsite',
          units: { events: ['onsite-decision'], where: [{ column: 'channel', is: 'onsite' }] },
          treated: { where: [{ column: 'score', equals: 1 }] },
          arms: 'column',
          propensity: { column: true },
          mechanism: { column: true },
        },
      ],
      repeats: { rule: 'all' },
      outcomes: [
        { name: 'day', windowMs: 24 * HOUR },
        { name: 'week', windowMs: 168 * HOUR },
      ],
      competingMs: 48 * HOUR,
      kinds: { order: ['order'], return: ['return'], support: ['support'], friction: ['friction'] },
      ...change,
    },
    'definition',
  );

type Given = Partial<ShopEvent> & { kind: string; at: number };
const mail = (at: number, eligible = 1): Given => ({ kind: 'mail-considered', at, eligible });
const banner = (at: number, rest: Partial<ShopEvent> = {}): Given => ({
  kind: 'onsite-decision',
  at,
  channel: 'onsite',
  arm: 'chat',
  score: 1,
  propensity: 0.25,
  mechanism: 'policy',
  release: 'r1',
  ...rest,
});
const engineOf = async (people: Record<string, Given[]>) => {
  const warehouse = await openWarehouse(':memory:');
  const events = Object.entries(people).map(([person, list]): [string, ShopEvent[]] => [
    person,
    list.map((event, k) => ({ id: `${person}${k}`, ...event })),
  ]);
  const engine = duckdbEngine(warehouse);
  await writeHistory(engine, new Map(events));
  return { warehouse, engine };
};
const given = { identity: 1, horizon: T0 + 100 * HOUR };
const exposed = async (people: Record<string, Given[]>, change: object = {}) => {
  const { engine } = await engineOf(people);
  return exposeTreatments(engine, definition(change), given);
};

describe('exposeTreatments', () => {
  it('says who was considered, eligible and treated, how, and with what probability', async () => {
    const table = await exposed({
      a: [mail(T0), { kind: 'email-sent', at: T0 + HOUR }],
      b: [mail(T0), { kind: 'email-sent', at: T0 + HOUR + 1 }],
      c: [mail(T0, 0)],
      d: [banner(T0), banner(T0 + 1, { arm: 'none', score: 0, mechanism: 'exploration' })],
      e: [{ kind: 'onsite-decision', at: T0, channel: 'email' }],
    });
    const told = table.rows.map(({ unit: u }) => [
      u.person,
      u.treatment,
      u.eligible,
      u.treated,
      u.arm,
      u.propensity,
      u.mechanism,
    ]);
    expect(told).toEqual([
      ['a', 'mail', true, true, 'treated', 0.6, 'randomised'],
      ['b', 'mail', true, false, 'control', 0.4, 'randomised'],
      ['c', 'mail', false, false, 'control', 0.4, 'randomised'],
      ['d', 'banner', true, true, 'chat', 0.25, 'policy'],
      ['d', 'banner', true, false, 'none', 0.25, 'exploration'],
    ]);
  });

  it('sums outcomes over (t, t + window], no event at t, one at the very end, and marks what is censored', async () => {
    const { rows } = await exposed({
      a: [
        banner(T0),
        { kind: 'order', at: T0, cents: 1 },
        { kind: 'order', at: T0 + 1, cents: 1000, discount_cents: 100 },
        { kind: 'order', at: T0 + 24 * HOUR, cents: 500 },
        { kind: 'order', at: T0 + 24 * HOUR + 1, cents: 50 },
        { kind: 'return', at: T0 + 30 * HOUR, cents: 300 },
        { kind: 'support', at: T0 + 2 },
        { kind: 'friction', at: T0 + 3, score: 1.5 },
        { kind: 'order', at: T0 + 169 * HOUR, cents: 7 },
      ],
    });
    expect(rows[0]?.outcomes).toEqual([
      {
        converted: true,
        revenueCents: 1500,
        marginCents: 1400,
        returns: 0,
        support: 1,
        friction: 1.5,
        censored: false,
      },
      {
        converted: true,
        revenueCents: 1250,
        marginCents: 1150,
        returns: 1,
        support: 1,
        friction: 1.5,
        censored: true,
      },
    ]);
  });

  it('counts treatments of other channels just before, those that happened', async () => {
    const { rows } = await exposed({
      a: [
        mail(T0 - 49 * HOUR),
        { kind: 'email-sent', at: T0 - 49 * HOUR },
        mail(T0 - 3 * HOUR),
        { kind: 'email-sent', at: T0 - 3 * HOUR },
        mail(T0 - 2 * HOUR),
        banner(T0),
      ],
    });
    expect(rows.find(({ unit }) => unit.treatment === 'banner')?.competing).toEqual({
      onsite: 0,
      email: 1,
      push: 0,
      loyalty: 0,
    });
    expect(rows.find(({ unit }) => unit.treatment === 'mail')?.competing.email).toBe(0);
  });

  it('censors at the next exposure where the rule says so', async () => {
    const people = { a: [banner(T0), banner(T0 + HOUR), { kind: 'order', at: T0 + 2 * HOUR, cents: 10 }] };
    const all = await exposed(people);
    expect(all.rows.map(({ outcomes }) => outcomes[0]?.converted)).toEqual([true, true]);
    const cut = await exposed(people, { repeats: { rule: 'censor' } });
    expect(
      cut.rows.map(({ outcomes, repeat }) => [outcomes[0]?.converted, outcomes[0]?.censored, repeat]),
    ).toEqual([
      [false, true, 0],
      [true, false, 1],
    ]);
  });

  const refusals: [string, Given[], RegExp][] = [
    [
      'no propensity where a policy draws',
      [banner(T0, { propensity: null })],
      /no propensity, and policy draws/,
    ],
    ['a propensity of 0', [banner(T0, { propensity: 0 })], /the propensity is 0, allowed is above 0/],
    ['a propensity above 1', [banner(T0, { propensity: 1.01 })], /the propensity is 1.01/],
    ['no arm', [banner(T0, { arm: null })], /the arm is missing/],
    ['no mechanism', [banner(T0, { mechanism: null })], /mechanism is missing/],
    ['a mechanism of no name', [banner(T0, { mechanism: 'luck' })], /mechanism is luck/],
    ['treated though not eligible', [mail(T0, 0), { kind: 'email-sent', at: T0 }], /though not eligible/],
    ['two at one moment', [banner(T0), banner(T0)], /another unit of this treatment at the same moment/],
  ];
  it.each(refusals)('refuses %s and names the unit', async (_, bad, reason) => {
    await expect(exposed({ someone: bad })).rejects.toThrow(reason);
    await expect(exposed({ someone: bad })).rejects.toThrow(/someone at 3600000000/);
    const crowd = Object.fromEntries(Array.from({ length: 30 }, (_x, k) => [`p${k}`, [banner(T0)]]));
    const table = await exposed({ ...crowd, someone: bad });
    expect(table.refused).toMatchObject([
      { person: 'someone', at: T0, reason: expect.stringMatching(reason) },
    ]);
  });

  it('allows no propensity where a rule or a holdout settled it', async () => {
    const { rows } = await exposed({ a: [banner(T0, { propensity: null, mechanism: 'rule' })] });
    expect(rows[0]?.unit).toMatchObject({ propensity: null, mechanism: 'rule' });
  });
});

describe('applyRepeats', () => {
  const units = [0, 5, 9, 10, 11, 25].map((at) => ({ person: 'a', treatment: 't', at }));
  it('takes the first of each window, and windows do not overlap', () => {
    const kept = applyRepeats({ rule: 'first', windowMs: 10 }, [
      ...units,
      { person: 'b', treatment: 't', at: 11 },
    ]);
    expect(kept.map(({ unit }) => `${unit.person}${unit.at}`)).toEqual(['a0', 'a10', 'a25', 'b11']);
    const moments = kept.filter(({ unit }) => unit.person === 'a').map(({ unit }) => unit.at);
    for (let k = 1; k < moments.length; k++)
      expect((moments[k] as number) - (moments[k - 1] as number)).toBeGreaterThanOrEqual(10);
  });
  it('keeps all in order, numbered', () => {
    expect(applyRepeats({ rule: 'all' }, units).map(({ repeat }) => repeat)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('versions', () => {
  it('are immutable: the same table is the same version, another one another, and the difference is told', async () => {
    const people = { a: [banner(T0), { kind: 'order', at: T0 + 1, cents: 9 }], b: [banner(T0)] };
    const { engine, warehouse } = await engineOf(people);
    const first = await exposeTreatments(engine, definition(), given);
    const saved = await saveExposures(warehouse, first, { at: 1 });
    expect(saved).toMatchObject({ number: 1, fresh: true });
    const again = await exposeTreatments(engine, definition(), given);
    expect(await saveExposures(warehouse, again, { at: 2 })).toEqual({ ...saved, fresh: false });
    await writeHistory(
      engine,
      new Map(
        Object.entries({ a: [banner(T0)], c: [banner(T0)] }).map(([person, list]) => [
          person,
          list.map((event, k) => ({ id: `${k}`, ...event })),
        ]),
      ),
    );
    const other = await saveExposures(warehouse, await exposeTreatments(engine, definition(), given), {
      at: 3,
    });
    expect(other).toMatchObject({ number: 2, fresh: true });
    expect(await diffExposures(warehouse, saved.digest, other.digest)).toEqual({
      added: 1,
      removed: 1,
      changed: 1,
      examples: { added: [`c banner ${T0}`], removed: [`b banner ${T0}`], changed: [`a banner ${T0}`] },
    });
    expect(await diffExposures(warehouse, other.digest, other.digest)).toMatchObject({
      added: 0,
      removed: 0,
      changed: 0,
    });
    const rows = await warehouse.rows<{ n: number }>(
      'SELECT count(*) AS n FROM exposure_rows GROUP BY version',
    );
    expect(rows).toEqual([{ n: 2 }, { n: 2 }]);
    await expect(diffExposures(warehouse, 'x', 'y')).rejects.toThrow(/no such version/);
  });
});

it.each([
  ['a window for all', { repeats: { rule: 'all', windowMs: 5 } }, /repeats/],
  ['first without a window', { repeats: { rule: 'first' } }, /repeats/],
  ['no outcome', { outcomes: [] }, /outcomes/],
  ['another kind', { kind: 'exposures' }, /kind/],
])('checkExposureDefinition refuses %s', (_, change, reason) => {
  expect(() => definition(change)).toThrow(reason);
});
