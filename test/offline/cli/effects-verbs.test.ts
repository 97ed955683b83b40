import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '@causeway/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { temporaryFolder } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const own = (name: string): string => join(folder.path, name);

const run = async (...args: string[]) => {
  const code = await commandLine([...args, '--dir', own('study'), '--json', own('out.json')]);
  return { code, result: JSON.parse(readFileSync(own('out.json'), 'utf8')) };
};

const random = makeRandom(11);
const lines = Array.from({ length: 700 }, (_, i) => {
  const [a, city] = [random.normal(), ['Rome', 'Oslo'][random.integer(2)] as string];
  const t = random.uniform() < 0.5 ? 'mail' : 'none';
  const y = a + (t === 'mail' ? 1 + a : 0) + random.normal();
  return [t, y, i % 20 === 0 ? '' : a, city, t === 'mail' ? 1 : 0, a, i % 50].join(',');
});
writeFileSync(own('trial.csv'), ['t,y,a,city,d,score,c', ...lines].join('\n'));

describe('causeway on a file of one’s own', () => {
  it('effects: texts, gaps, predictions and models', async () => {
    const columns = ['--treatment', 't', '--outcome', 'y', '--features', 'a,city', '--learner', 'linear'];
    const files = ['--predict', own('trial.csv'), '--out', own('pred.csv'), '--export', own('models')];
    const { code, result } = await run('effects', '--input', own('trial.csv'), ...columns, ...files);
    expect([code, result.control, result.features]).toEqual([
      0,
      'none',
      ['a', 'a missing', 'city = Oslo', 'city = Rome'],
    ]);
    const { low, high } = result.effects[0].effect;
    expect(low < 1 && 1 < high).toBe(true);
    expect(result.verdict).toMatch(/Heterogeneity detected for mail/);
    const [head, ...rows] = readFileSync(own('pred.csv'), 'utf8').trim().split('\n');
    expect([head, rows.length]).toEqual(['row,effect,low,high', 700]);
    const blob = new Uint8Array(readFileSync(own('models/effect-1.blob')));
    const predicted = rows.map((line) => line.split(',').map(Number));
    expect(openModel(blob).score([1, 0, 1, 0])).toBeGreaterThan(openModel(blob).score([-1, 0, 1, 0]));
    expect(predicted.every(([, v = NaN, l = NaN, h = NaN]) => l <= v && v <= h)).toBe(true);
    expect(result.models[0].rankCorrelation).toBeGreaterThan(0.9);
    expect(existsSync(own('models/effect-1.onnx'))).toBe(true);
  }, 240_000);

  it('effects: a lasso says which columns it kept, and any model of outcomes can be named', async () => {
    const columns = [
      '--treatment',
      't',
      '--outcome',
      'y',
      '--features',
      'a,score,c,city',
      '--learner',
      'lasso',
    ];
    const { code, result } = await run(
      'effects',
      '--input',
      own('trial.csv'),
      ...columns,
      '--outcome-model',
      'net',
    );
    expect([code, result.learner, result.outcomeModel]).toEqual([0, 'lasso', 'net']);
    expect(result.effects[0].columnsKept.length).toBeGreaterThan(0);
    expect(result.effects[0].columnsKept.every((name: string) => result.features.includes(name))).toBe(true);
    expect(
      await commandLine(['effects', '--input', own('trial.csv'), ...columns, '--outcome-model', 'count']),
    ).toBe(1);
  }, 240_000);

  it('evaluate uplift', async () => {
    const columns = ['--y', 'y', '--t', 't', '--score', 'score', '--resamples', '40'];
    const { code, result } = await run('evaluate', 'uplift', '--input', own('trial.csv'), ...columns);
    expect([code, result.arm, result.scikitUplift]).toEqual([0, 'mail', null]);
    expect(result.rate.autoc.low).toBeGreaterThan(0);
  });

  it('causal sensitivity takes a column that varies in one arm alone, and says so', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => {
      const t = i % 2;
      return [t + random.normal(), t, random.normal(), t === 1 ? random.normal() : 0].join(',');
    });
    writeFileSync(own('one-arm.csv'), ['y,t,a,opened', ...rows].join('\n'));
    const common = ['--input', own('one-arm.csv'), '--y', 'y', '--t', 't', '--features', 'a,opened'];
    const { code, result } = await run('causal', 'sensitivity', ...common);
    expect([code, result.notes]).toEqual([
      0,
      [
        '1 of 2 columns do not vary apart among the untreated: the outcome model of that arm leaves them out.',
      ],
    ]);
    expect(Math.abs(result.bounds[0].low - 1)).toBeLessThan(0.4);
  });

  it('causal sensitivity, iv, interference', async () => {
    const common = ['--input', own('trial.csv'), '--y', 'y', '--t', 'd'];
    const bounds = await run('causal', 'sensitivity', ...common, '--features', 'score', '--gamma', '1,2');
    expect(bounds.result.bounds[1].low).toBeLessThan(bounds.result.bounds[0].low);
    const iv = await run('causal', 'iv', ...common, '--z', 'd');
    expect(iv.result.effect.value).toBeCloseTo(iv.result.wald, 9);
    expect((await run('causal', 'interference', ...common, '--cluster', 'c')).result.clusters).toBe(50);
    expect(await commandLine(['causal', 'iv', '--dir', own('study'), ...common])).toBe(1);
  });
});
