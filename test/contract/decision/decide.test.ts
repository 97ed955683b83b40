import {
  type Ask,
  assign,
  checkDecisionRecord,
  choose,
  consider,
  DEFAULT_ACTIONS,
  DEFAULT_FRICTION_MODEL,
  DEFAULT_HAZARD_MODEL,
  type DecideInput,
  decide,
  drawUniform,
  EMBEDDING_SIZE,
  FRICTION_FAMILIES,
  faceCents,
  maskOf,
  priorProfile,
  STATE_SIZE,
  uniformOf,
  uniformPolicy,
  utf8,
} from '@causeway/contract';
import { expect, test } from 'vitest';
import { measured } from '../../support/measured.ts';

let counter = 0;
const u = () => uniformOf('decide', counter++);
const ids = DEFAULT_ACTIONS.map(({ id }) => id);

const ask = (more: Partial<Ask> = {}): Ask => ({
  point: 'checkout-help',
  offered: ids.slice(1),
  state: {
    stage: 'payment',
    step: 1 + Math.floor(20 * u()),
    context: {
      cartItems: 2,
      cartCents: 2000 + Math.floor(20_000 * u()),
      discount: false,
      mobile: u() < 0.5,
      returning: true,
      elapsedMs: 60_000,
    },
    d: FRICTION_FAMILIES.map(() => 2 * u()),
    total: FRICTION_FAMILIES.map(() => 5 * u()),
    smoothedBefore: u(),
  },
  ...more,
});

const policy = {
  ...uniformPolicy(ids.length),
  exploration: 0.15,
  temperature: 30,
  effect: ids.map((_, k) => Array.from({ length: STATE_SIZE }, () => (k === 0 ? 0 : 40 * u() - 20))),
  cost: ids.map((_, k) => Array.from({ length: STATE_SIZE }, (_, j) => (k > 4 && j === 0 ? 200 : 0))),
};

const input = (k: number, more: Partial<DecideInput> = {}): DecideInput => ({
  ask: ask(),
  profile: {
    ...priorProfile(`person-${k}`),
    known: true,
    z: Array.from({ length: EMBEDDING_SIZE }, () => Math.floor(60 * u() - 30)),
  },
  session: `session-${k}-x`,
  counts: {},
  spendableCents: 100_000,
  at: 1_800_000_000_000,
  release: 'b'.repeat(64),
  worker: 'test',
  models: {
    friction: DEFAULT_FRICTION_MODEL,
    hazard: DEFAULT_HAZARD_MODEL,
    policy,
    actions: DEFAULT_ACTIONS,
  },
  drawKey: utf8('a draw key'),
  ...more,
});

test('realised shares agree with mean logged probabilities over 20,000 draws, action by action', () => {
  const n = 20_000;
  const drawn = ids.map(() => 0);
  const expected = ids.map(() => 0);
  const variance = ids.map(() => 0);
  for (let k = 0; k < n; k++) {
    const offered = ids.filter(() => u() < 0.8);
    const record = decide(
      input(k, {
        ask: ask({ offered }),
        spendableCents: u() < 0.2 ? 0 : 100_000,
        counts: u() < 0.1 ? { reassurance: 1 } : {},
      }),
    );
    const j = ids.indexOf(record.action);
    drawn[j] = (drawn[j] as number) + 1;
    expect(record.propensity).toBe(record.distribution[j]);
    for (const [a, p] of record.distribution.entries()) {
      expected[a] = (expected[a] as number) + p;
      variance[a] = (variance[a] as number) + p * (1 - p);
    }
  }
  const gaps = ids.map((_, a) => Math.abs((drawn[a] as number) - (expected[a] as number)) / n);
  expect(Math.max(...gaps).toFixed(4)).toBe(measured('propensity-gap'));
  for (const a of ids.keys()) {
    const z = ((drawn[a] as number) - (expected[a] as number)) / Math.sqrt(variance[a] as number);
    expect(Math.abs(z), `${ids[a]}: z = ${z}`).toBeLessThan(4.4); // 1e-5 in all
  }
});

test('the record is whole: it passes its own schema, and replaying it gives the same state, vector and draw', () => {
  for (let k = 0; k < 200; k++) {
    const given = input(k);
    const record = checkDecisionRecord(JSON.parse(JSON.stringify(decide(given))), 'record');
    const profile = {
      ...priorProfile(record.subject),
      known: record.known,
      z: record.z,
      spread: record.spread,
      holdout: record.mode === 'control',
    };
    const replayed = {
      ask: { point: record.point, state: record.state, offered: record.offered },
      profile,
      session: record.session,
    };
    const again = consider({ ...given, ...replayed, counts: record.counts });
    expect(again.distribution).toEqual(record.distribution);
    expect(again.state.hazard).toBe(record.hazard);
    const drawn = choose(
      again.distribution,
      drawUniform(given.drawKey, { ...replayed, release: record.release }),
    );
    expect(ids[drawn]).toBe(record.action);
  }
});

test('asking again gives the same action and name; another step, point or release is a fresh draw', () => {
  const given = input(1);
  const uniform = (more: Partial<Ask['state']>, point = given.ask.point, release = given.release) =>
    drawUniform(given.drawKey, {
      ...given,
      release,
      ask: { ...given.ask, point, state: { ...given.ask.state, ...more } },
    });
  expect(decide(given)).toEqual(decide(given));
  const same = uniform({});
  expect(uniform({ smoothedBefore: 99 })).toBe(same); // the state moves the distribution, never the draw
  expect(uniform({ step: 77 })).not.toBe(same);
  expect(uniform({}, 'other-point')).not.toBe(same);
  expect(uniform({}, given.ask.point, 'c'.repeat(64))).not.toBe(same);
});

test('masks: each reason, before the draw', () => {
  const base = {
    actions: DEFAULT_ACTIONS,
    offered: ids,
    counts: {},
    proven: true,
    spendableCents: 10_000,
    cartCents: 8000,
    control: false,
  };
  const why = (id: string, more: object) => {
    const action = DEFAULT_ACTIONS.find((a) => a.id === id);
    return action && maskOf(action, { ...base, ...more });
  };
  expect(why('discount-10', {})).toBeNull();
  expect(why('discount-10', { proven: false })).toBe('unproven');
  expect(why('form-help', { proven: false })).toBeNull();
  expect(why('discount-10', { spendableCents: 799 })).toBe('budget');
  expect(why('discount-10', { spendableCents: 800 })).toBeNull();
  expect(why('discount-10', { cartCents: 5 })).toBe('budget'); // a face of nothing is no offer
  expect(why('form-help', { counts: { reassurance: 1 } })).toBe('capped');
  expect(why('form-help', { counts: { none: 3 } })).toBeNull();
  expect(why('form-help', { offered: [] })).toBe('not-offered');
  for (const id of ids.slice(1)) expect(why(id, { control: true })).toBe('control');
  for (const more of [{ control: true }, { offered: [] }, { counts: { none: 9 } }])
    expect(why('none', more)).toBeNull();
});

test('in the holdout nothing but none is ever drawn, and the record says so', () => {
  for (let k = 0; k < 200; k++) {
    const given = input(k);
    const record = decide({ ...given, profile: { ...given.profile, holdout: true } });
    expect([record.action, record.propensity, record.mode]).toEqual(['none', 1, 'control']);
  }
});

test('faces: whole cents, never over the bound', () => {
  const discount = DEFAULT_ACTIONS[6] as (typeof DEFAULT_ACTIONS)[number];
  expect([0, 5, 9999, 20_000, 90_000].map((cents) => faceCents(discount, cents))).toEqual([
    0, 0, 999, 2000, 2000,
  ]);
});

test('assignment is persistent, has its shares, and a wider holdout keeps everyone it had', () => {
  const experiment = {
    salt: 's',
    version: 1,
    holdout: 0.1,
    arms: [
      { name: 'a', share: 0.3 },
      { name: 'b', share: 0.3 },
    ],
  };
  const people = Array.from({ length: 10_000 }, (_, k) => `p-${k}`);
  const rows = people.map((p) => assign(experiment, p));
  const share = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length / rows.length;
  expect(Math.abs(share((r) => r.holdout) - 0.1)).toBeLessThan(0.012);
  expect(Math.abs(share((r) => r.arms.s === 'a') - 0.3)).toBeLessThan(0.018);
  expect(Math.abs(share((r) => r.arms.s === 'rest') - 0.4)).toBeLessThan(0.02);
  const wider = people.map((p) => assign({ ...experiment, holdout: 0.2 }, p));
  for (const [k, row] of rows.entries()) if (row.holdout) expect(wider[k]?.holdout).toBe(true);
  expect(people.map((p) => assign(experiment, p))).toEqual(rows);
  expect(people.map((p) => assign({ ...experiment, version: 2 }, p).holdout)).not.toEqual(
    rows.map((r) => r.holdout),
  );
});
