import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { armCosts } from '../../../packages/offline/src/cli/arm-costs.ts';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { temporaryFolder } from '../support/study.ts';
import { SHOP_ARMS, type ShopPolicy, shopLog, shopValue } from '../support/two-step-shop.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const own = (name: string): string => join(folder.path, name);

const run = async (...args: string[]) => {
  const code = await commandLine([...args, '--dir', own('study'), '--json', own('out.json')]);
  return { code, result: JSON.parse(readFileSync(own('out.json'), 'utf8')) };
};

// Gifts add .3 to the share of buyers in Oslo and take .1 elsewhere; the call does nothing; one reward and one action are missing.
const random = makeRandom(5);
const truth: number[] = [];
const lines = Array.from({ length: 3000 }, (_, i) => {
  const city = ['Oslo', 'a,b', 'Ωx'][random.integer(3)] as string;
  const arm = ['no help', 'gift', 'call'][random.integer(3)] as string;
  const gain = city === 'Oslo' ? 0.3 : -0.1;
  const buys = random.uniform() < 0.2 + (arm === 'gift' ? gain : 0) ? 1 : 0;
  truth.push(0.2 + (city === 'Oslo' ? gain : 0));
  const age = i % 9 === 0 ? '' : random.normal().toFixed(3);
  const best = city === 'Oslo' ? 'gift' : 'no help';
  return [
    i === 7 ? '' : arm,
    i === 8 ? '' : buys,
    `"${city}"`,
    age,
    1 / 3,
    `2026-01-0${1 + (i % 7)}`,
    best,
    1 - buys,
  ].join(',');
});
writeFileSync(own('log.csv'), ['What We Did,Bought?,city,age,mu,day,best,left', ...lines].join('\n'));
const common = ['--action', 'What We Did', '--reward', 'Bought?', '--propensity', 'mu'];

describe('causeway policy on a file of one’s own', () => {
  it('learns, keeps the budget, decides for other rows, and its kept form does as much', async () => {
    const flags = ['--contexts', 'city,age,day', '--costs', 'gift=2', '--budget', '1000'];
    const files = ['--predict', own('log.csv'), '--out', own('made.csv')];
    const { code, result } = await run(
      'policy',
      'learn',
      '--log',
      own('log.csv'),
      ...common,
      ...flags,
      ...files,
    );
    expect([code, result.arms, result.chosen, result.rows]).toEqual([
      0,
      ['no help', 'call', 'gift'],
      'learned',
      2998,
    ]);
    expect(result.notes[0]).toMatch(/2 of 3000 rows were left out/);
    expect(result.predicted.spent).toBeLessThanOrEqual(1000);
    expect(result.gain.low).toBeGreaterThan(0);
    expect(result.gain.value).toBeLessThan(0.15);
    const [head, ...rows] = readFileSync(own('made.csv'), 'utf8').trim().split('\n');
    expect(head).toBe('row,action,effect_call,effect_gift');
    const gifts = rows.flatMap((row, i) => (row.split(',')[1] === 'gift' ? [i] : []));
    expect(gifts.length).toBeGreaterThan(450);
    expect(gifts.filter((i) => lines[i]?.includes('Oslo')).length).toBe(gifts.length);
    const kept = [
      '--policy',
      own('study/table-policy.json'),
      '--input',
      own('log.csv'),
      '--out',
      own('again.csv'),
    ];
    const again = await run('policy', 'apply', ...kept);
    expect([again.code, again.result.shares.gift]).toEqual([0, expect.closeTo(gifts.length / 3000, 1)]);
  });

  it('refuses a kept policy that was changed', async () => {
    const file = own('study/table-policy.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seed": 1', '"seed": 2'));
    const flags = ['--policy', file, '--input', own('log.csv'), '--out', own('again.csv')];
    expect(await commandLine(['policy', 'apply', ...flags, '--dir', own('study')])).toBe(1);
  });

  it('values the arm that another policy would choose, with a fitted model, parts and other outcomes', async () => {
    const flags = [
      '--target',
      'best',
      '--features',
      'city,age',
      '--outcomes',
      'left',
      '--segment',
      'city',
      '--samples',
      '0',
    ];
    const { code, result } = await run('evaluate', 'ope', '--input', own('log.csv'), ...common, ...flags);
    const value = truth.reduce((s, v) => s + v / truth.length, 0);
    expect(code).toBe(0);
    expect(result.automatic.low < value && value < result.automatic.high).toBe(true);
    expect(result.mrdr.low < value && value < result.mrdr.high).toBe(true);
    const [left] = result.outcomes;
    expect(left.automatic.low < 1 - value && 1 - value < left.automatic.high).toBe(true);
    expect(result.slices.map((s: { segment: string }) => s.segment)).toEqual(['Oslo', 'a,b', 'Ωx']);
  });

  it('values sessions of several decisions, rows in any order', async () => {
    const candidate: ShopPolicy = (x, row, into) =>
      into.set(x[row * 4] === 0 ? [0.2, 0.7, 0.1] : [0.5, 0.1, 0.4]);
    const log = shopLog({ sessions: 800, seed: 5, carry: 0.6 }, candidate);
    const rows = Array.from({ length: log.sessions }, (_, s) =>
      Array.from({ length: (log.offset[s + 1] as number) - (log.offset[s] as number) }, (__, k) => {
        const i = (log.offset[s] as number) + k;
        const pi = Array.from(log.pi.subarray(i * SHOP_ARMS, (i + 1) * SHOP_ARMS));
        const state = Array.from(log.x.subarray(i * 4, i * 4 + 3));
        return [`s ${s}`, ...state, log.action[i], log.reward[i], log.propensity[i], ...pi].join(',');
      }),
    ).flat();
    writeFileSync(
      own('sessions.csv'),
      ['Nr,t,need,ease,arm,money,mu,p0,p1,p2', ...rows.reverse()].join('\n'),
    );
    const columns = [
      '--session',
      'Nr',
      '--step',
      't',
      '--action',
      'arm',
      '--reward',
      'money',
      '--propensity',
      'mu',
    ];
    const flags = ['--policy', 'p0,p1,p2', '--features', 't,need,ease'];
    const { code, result } = await run(
      'evaluate',
      'sessions',
      '--input',
      own('sessions.csv'),
      ...columns,
      ...flags,
    );
    const value = shopValue(0.6, candidate, 5, 100_000);
    expect([code, result.sessions]).toEqual([0, 800]);
    expect(result.automatic.low < value && value < result.automatic.high).toBe(true);
  });
});

describe('armCosts', () => {
  const arms = ['none', 'gift', 'call'];
  it.each([
    [undefined, [0, 0, 0]],
    ['0,2,1', [0, 2, 1]],
    ['2,1', [0, 2, 1]],
    ['call=.5', [0, 0, 0.5]],
  ])('reads %s', (text, costs) => {
    expect(armCosts(text, arms)).toEqual(costs);
  });
  it.each(['1', '1,2,3,4', 'mail=1', 'gift=-1', 'gift=', 'a,b,c'])('refuses %s', (text) => {
    expect(() => armCosts(text, arms)).toThrow(/ARM=COST/);
  });
});
