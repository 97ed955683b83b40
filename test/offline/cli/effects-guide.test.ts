import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { ROOT } from '../../support/root.ts';
import { temporaryFolder } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const at = (name: string): string => join(folder.path, name);

const COLUMNS = 'person,day,mail,p,visits,city,bought,orders,revenue,gifted,offered';
const writeTrial = (): void => {
  const random = makeRandom(5);
  const rows = Array.from({ length: 900 }, (_, i) => {
    const [visits, city] = [random.integer(9), `city-${random.integer(30)}`];
    const mail = ['none', 'plain', 'gift'][random.integer(3)] as string;
    const p = 0.15 + 0.02 * visits + (mail === 'gift' ? 0.3 : 0) + (mail === 'plain' ? 0.05 : 0);
    const orders = (random.uniform() < p ? 1 : 0) + (random.uniform() < p / 3 ? 1 : 0);
    const gifted = mail === 'gift' ? 1 : 0;
    const offered = random.uniform() < (gifted ? 0.8 : 0.2) ? 1 : 0;
    return [
      `person-${i % 300}`,
      Math.floor(i / 300),
      mail,
      1 / 3,
      visits,
      city,
      orders > 0 ? 1 : 0,
      orders,
      (orders * 40 * Math.exp(0.4 * random.normal())).toFixed(2),
      gifted,
      offered,
    ].join(',');
  });
  writeFileSync(at('trial.csv'), [COLUMNS, ...rows].join('\n'));
};

it('docs/EFFECTS.md: its commands run, and find what the file holds', async () => {
  writeTrial();
  const page = readFileSync(join(ROOT, 'docs/EFFECTS.md'), 'utf8');
  const commands = [...page.matchAll(/^```sh\n(.*?)```$/gms)].flatMap(([, body]) =>
    (body as string).trim().split('\n'),
  );
  expect(commands.length).toBe(8);
  const isFile = /^(models|[\w.]+\.(csv|json|md))$/;
  for (const line of commands) {
    const args = line.split(' ').slice(1);
    const own = args.map((arg) => (isFile.test(arg) ? at(arg) : arg));
    expect(await commandLine([...own, '--dir', at('study')]), line).toBe(0);
  }
  const { effects, bestConstantArm, control } = JSON.parse(readFileSync(at('effects.json'), 'utf8'));
  expect([control, effects.map(({ treatment }: { treatment: string }) => treatment)]).toEqual([
    'none',
    ['gift', 'plain'],
  ]);
  expect(bestConstantArm.treatment).toBe('gift');
  expect(effects[0].effect.low).toBeGreaterThan(0.1);
  expect(readFileSync(at('effects.csv'), 'utf8').split('\n')[0]).toContain('effect_gift');
  for (const file of ['models/effect-1.blob', 'uplift.json', 'sensitivity.md'])
    expect(existsSync(at(file)), file).toBe(true);
}, 240_000);
