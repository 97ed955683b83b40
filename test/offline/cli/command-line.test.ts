import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  checkSignature,
  ed25519Verifier,
  hmacKey,
  open,
  parseRelease,
  ROUTES,
  SIGNATURE_HEADER,
  type SubtleLike,
} from '@causeway/contract';
import { chance } from '@causeway/offline/simulator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import type { RunRecord } from '../../../packages/offline/src/cli/run.ts';
import { VERBS } from '../../../packages/offline/src/cli/verbs/index.ts';
import { temporaryFolder } from '../support/study.ts';

const folder = temporaryFolder();
const dir = join(folder.path, 'study');
const at = (name: string) => join(dir, name);
const json = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));

/** Runs a verb here, quietly; gives its exit code, what it said, and its JSON. */
const run = async (...args: string[]) => {
  let said = '';
  const hear = (text: string | Uint8Array): boolean => {
    said += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stderr, 'write').mockImplementation(hear),
    vi.spyOn(process.stdout, 'write').mockImplementation(hear),
  ];
  const file = join(folder.path, 'out.json');
  const code = await commandLine([...args, '--json', file]);
  for (const spy of spies) spy.mockRestore();
  return { code, said, result: code === 0 ? JSON.parse(readFileSync(file, 'utf8')) : null };
};
const record = (verb: string) => json(`runs/${verb}/run.json`) as RunRecord;

afterAll(folder.remove);

describe('the flow, verb by verb, on a small simulated log', () => {
  it('simulate, ingest, expose', async () => {
    const simulated = await run(
      'simulate',
      '--dir',
      dir,
      '--sessions',
      '900',
      '--people',
      '300',
      '--seed',
      '4',
    );
    expect([simulated.code, simulated.result.sessions]).toEqual([0, 900]);
    const lines = Object.values(simulated.result.lines as Record<string, number>).reduce((a, b) => a + b, 0);
    const ingested = await run('ingest', '--dir', dir);
    expect(ingested.result).toMatchObject({ kept: lines, broken: 0, repeated: 0 });
    expect((await run('ingest', '--dir', dir)).result).toMatchObject({ kept: 0, skipped: 1 });
    const exposed = await run('expose', '--dir', dir);
    expect(exposed.result.exposures + exposed.result.unexposed).toBe(900);
    expect(exposed.result.skew).toMatchObject({ rows: simulated.result.lines.step, maxAbsDifference: 0 });
  });

  it('embed, hazard, effects, policy, evaluate', async () => {
    expect((await run('embed', '--dir', dir)).result.customers).toBeGreaterThan(200);
    const hazard = await run('hazard', '--dir', dir);
    expect(hazard.result.evaluation.auc.value).toBeGreaterThan(0.6);
    expect(readFileSync(at('hazard-card.md'), 'utf8')).toContain(`Form: ${hazard.result.form}.`);
    const effects = await run('effects', '--dir', dir);
    expect(effects.result.effects.map(({ action }: { action: string }) => action)).toContain('discount-10');
    const policy = await run('policy', '--dir', dir, '--budget-cents', '50000');
    expect(policy.result.estimate.low).toBeLessThan(policy.result.estimate.high);
    const evaluated = await run('evaluate', '--dir', dir);
    expect(evaluated.result.estimate).toEqual(policy.result.estimate);
    expect(readFileSync(at('dossier.html'), 'utf8')).toMatch(/<svg/);
  });

  it('evaluates a release as a fixed policy', async () => {
    const fixed = await run('evaluate', '--dir', dir, '--release', at('live.json'));
    expect(fixed.result.support.meanWeight?.value ?? 1).toBeCloseTo(1, 6);
    expect(fixed.result.estimate.value).toBeGreaterThan(0);
  });

  it('publish signs what an edge would take', async () => {
    const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    const jwk = { ...(await crypto.subtle.exportKey('jwk', pair.privateKey)), kid: 'release-1' };
    const keys = join(folder.path, 'keys.json');
    writeFileSync(keys, JSON.stringify({ releaseSigner: jwk }));
    const published = await run('publish', '--dir', dir, '--keys', keys);
    expect(published.result).toMatchObject({ sequence: 2, published: false });
    const token = readFileSync(at('release.jws'), 'utf8').trim();
    const verifier = await ed25519Verifier(crypto.subtle as unknown as SubtleLike, jwk as never);
    const options = { purpose: 'release' as const, audience: 'causeway-edge', now: Date.now() };
    const release = parseRelease(await open(token, options, [verifier]), 'release');
    expect(release.budget.capCents).toBe(50000);
    expect(release.lineage).toContain(json('profiles.json')[0].profile.release);
    const unreachable = await run('publish', '--dir', dir, '--keys', keys, '--edge', 'http://127.0.0.1:9');
    expect([unreachable.code, unreachable.said]).toEqual([1, expect.stringMatching(/no offline secret/)]);
  });

  it('publishes profiles, then the release, by signed requests that the contract’s own check accepts', async () => {
    const secret = new Uint8Array(32).fill(9);
    const verifier = await hmacKey(crypto.subtle as unknown as SubtleLike, 'offline-1', secret);
    const taken: { path: string; body: { profiles?: unknown[]; release?: string } }[] = [];
    const edge = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { method = '', url: path = '', headers } = request;
      const signature = headers[SIGNATURE_HEADER];
      await checkSignature(String(signature), { method, path, body }, Date.now(), [verifier]);
      taken.push({ path, body: JSON.parse(body) });
      response.end('{}');
    });
    await new Promise<void>((resolve) => edge.listen(0, '127.0.0.1', resolve));
    const { port } = edge.address() as AddressInfo;
    const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    const releaseSigner = { ...(await crypto.subtle.exportKey('jwk', pair.privateKey)), kid: 'release-1' };
    const keys = join(folder.path, 'edge-keys.json');
    const offline = [{ kid: 'offline-1', secret: Buffer.from(secret).toString('base64url') }];
    writeFileSync(keys, JSON.stringify({ releaseSigner, offline }));
    const published = await run(
      'publish',
      '--dir',
      dir,
      '--keys',
      keys,
      '--edge',
      `http://127.0.0.1:${port}`,
    );
    edge.close();
    expect(published.result.published).toBe(true);
    expect(taken.map(({ path }) => path)).toEqual([ROUTES.profiles.path, ROUTES.publish.path]);
    expect(taken[0]?.body.profiles?.length).toBe(published.result.profiles);
    ROUTES.profiles.request(taken[0]?.body, 'body');
    ROUTES.publish.request(taken[1]?.body, 'body');
  });

  it('leaves a record of each run, by which the next one can be checked', () => {
    for (const verb of [
      'simulate',
      'ingest',
      'expose',
      'embed',
      'hazard',
      'effects',
      'policy',
      'evaluate',
      'publish',
    ]) {
      expect(record(verb)).toMatchObject({ kind: 'run', version: 1, verb });
    }
    expect(record('policy').inputs['page-model.json']).toBe(record('hazard').outputs['page-model.json']);
    expect(record('policy').inputs['profiles.json']).toBe(record('embed').outputs['profiles.json']);
    expect(record('publish').inputs['policy.json']).toBe(record('policy').outputs['policy.json']);
    expect(record('effects').inputs['warehouse.duckdb']).toBe(record('expose').inputs['warehouse.duckdb']);
    const { interval } = record('hazard');
    expect(interval?.from).toBeLessThan(interval?.to as number);
  });

  it('comes out the same again, to the digest', async () => {
    const before = record('policy').outputs;
    await run('policy', '--dir', dir, '--budget-cents', '50000');
    expect(record('policy').outputs).toEqual(before);
    const log = record('simulate').outputs;
    await run('simulate', '--dir', dir, '--sessions', '900', '--people', '300', '--seed', '4');
    expect(record('simulate').outputs).toEqual(log);
  });

  it('simulates on under the release that was learned, into the same log', async () => {
    const next = ['--release', at('release.json'), '--from', '900', '--sessions', '100'];
    const more = await run('simulate', '--dir', dir, '--people', '300', '--seed', '4', ...next);
    expect(more.code).toBe(0);
    const ingested = await run('ingest', '--dir', dir);
    expect(ingested.result.skipped).toBe(1);
    expect(json('live.json').sequence).toBe(2);
  });
});

describe('a table of one’s own', () => {
  const tables = join(folder.path, 'tables');
  const own = (name: string) => join(folder.path, name);
  beforeAll(() => {
    // A trial with an effect of 2, and a second column whose treatment depends on x: naive means would be wrong.
    const c = chance(3, 0, 0);
    const rows = Array.from({ length: 3000 }, () => {
      const x = c.normal();
      const t = c.flip(0.3) ? 1 : 0;
      const p = 1 / (1 + Math.exp(-x));
      const s = c.flip(p) ? 1 : 0;
      return [x, t, t === 1 ? 0.3 : 0.7, 2 * t + 3 * x + c.normal(), s, 2 * s + 3 * x + c.normal()].join(',');
    });
    writeFileSync(own('trial.csv'), ['x,t,p,y,s,w', ...rows].join('\n'));
    // Twelve people, at most three periods, the event likelier with x.
    const periods = Array.from({ length: 400 }, (_, i) => {
      const x = c.normal();
      const out: string[] = [];
      for (let k = 1; k <= 3; k++) {
        const left = c.flip(1 / (1 + Math.exp(1.5 - x))) ? 1 : 0;
        out.push(`p${i},${k},${left},${x}`);
        if (left === 1) break;
      }
      return out.join('\n');
    });
    writeFileSync(own('periods.csv'), ['who,k,left,x', ...periods].join('\n'));
  });
  const effects = (...rest: string[]) =>
    run('effects', '--dir', tables, '--input', own('trial.csv'), '--features', 'x', ...rest);

  it('finds a known effect in a trial with known propensities', async () => {
    const { result } = await effects('--treatment', 't', '--outcome', 'y', '--propensity', 'p');
    expect(result.propensities).toBe('given');
    const { low, high } = result.effects[0].effect;
    expect([low < 2, high > 2, high - low < 0.5]).toEqual([true, true, true]);
  });

  it('finds it with estimated propensities, where the plain difference is far off', async () => {
    const { result } = await effects('--treatment', 's', '--outcome', 'w');
    expect(result.propensities).toBe('estimated');
    const { low, high } = result.effects[0].effect;
    expect([low < 2, high > 2, high - low < 0.6]).toEqual([true, true, true]);
  });

  it('fits a hazard on person-periods', async () => {
    const columns = ['--session', 'who', '--time', 'k', '--event', 'left', '--features', 'x'];
    const { result } = await run('hazard', '--dir', tables, '--input', own('periods.csv'), ...columns);
    expect(result.names).toEqual(['period.1', 'period.2', 'period.3', 'x']);
    const slope = result.coefficients[3];
    expect(Math.abs(slope - 1)).toBeLessThan(4 * result.standardErrors[3]);

    // The event stays 1 behind itself, as many logs write it: the same fit, and the rows are counted.
    const rows = readFileSync(own('periods.csv'), 'utf8').split('\n');
    const after = rows
      .filter((row) => row.split(',')[2] === '1')
      .map((row) => row.replace(/,\d,1,/, ',9,1,'));
    writeFileSync(own('after.csv'), [...rows, ...after].join('\n'));
    const again = await run('hazard', '--dir', tables, '--input', own('after.csv'), ...columns);
    expect(again.result).toEqual({ ...result, dropped: { afterEvent: after.length } });
  });

  it('holds the exact check on the veteran study, where its data are', async ({ skip }) => {
    const data = fileURLToPath(
      new URL('../../../../shared/data/veteran/veteran_person_period.csv', import.meta.url),
    );
    if (!existsSync(data)) return skip('the veteran data are not here');
    const columns = ['--session', 'id', '--time', 'k', '--event', 'y', '--features', 'trt,karno,age,prior'];
    const { result } = await run('hazard', '--dir', tables, '--input', data, ...columns);
    const of = (name: string) => result.names.indexOf(name);
    expect(result.logLikelihood).toBeCloseTo(-258.59404772, 6);
    expect(result.coefficients[of('karno')]).toBeCloseTo(-0.041555619563, 6);
    expect(result.standardErrors[of('karno')]).toBeCloseTo(0.006804917, 6);
    expect(result.coefficients[of('trt')]).toBeCloseTo(0.295164254791, 6);
  });

  const wrong: [string, string[], number, RegExp][] = [
    [
      'a column that is not there',
      ['--treatment', 'q', '--outcome', 'y'],
      1,
      /column q: it is missing; there are x, t/,
    ],
    ['a treatment of too many values', ['--treatment', 'w', '--outcome', 'y'], 1, /3000 different values/],
    [
      'a control that nobody got',
      ['--treatment', 't', '--outcome', 'y', '--control', '7'],
      1,
      /got 7, the treatments/,
    ],
    [
      'a propensity of no probability',
      ['--treatment', 't', '--outcome', 'y', '--propensity', 'w'],
      1,
      /above 0, to 1/,
    ],
    ['columns left out', ['--treatment', 't'], 1, /--treatment, --outcome and --features are needed/],
  ];
  it.each(wrong)('refuses %s', async (_, args, code, reason) => {
    const got = await effects(...args);
    expect([got.code, got.said]).toEqual([code, expect.stringMatching(reason)]);
    expect(got.said.trim().split('\n').length).toBe(1);
  });
});

describe('wrong uses', () => {
  const empty = join(folder.path, 'empty');
  const table: [string, string[], number, RegExp][] = [
    ['no such verb', ['dance'], 2, /unknown command 'dance'/],
    ['no such option', ['ingest', '--speed', '9'], 2, /unknown option '--speed'/],
    ['a number that is none', ['simulate', '--sessions', 'many'], 2, /got many, allowed is a whole number/],
    [
      'a share above one',
      ['simulate', '--cold-share', '1.2'],
      2,
      /got 1\.2, allowed is a number from 0 to 1/,
    ],
    ['a time that is none', ['embed', '--as-of', 'soon'], 2, /got soon, allowed is milliseconds/],
    ['a baseline of no kind', ['hazard', '--baseline', 'none'], 2, /Allowed choices are each, constant/],
    ['keys not named', ['publish'], 2, /required option '--keys/],
    ['a stage too early', ['policy', '--dir', empty], 1, /it is missing: causeway ingest --dir/],
    ['a log that is not there', ['ingest', '--dir', empty], 1, /bad-input .*there is no such file or folder/],
    [
      'keys that are none',
      ['publish', '--dir', dir, '--keys', join(dir, 'live.json')],
      1,
      /missing-key .*no releaseSigner/,
    ],
    [
      'a release that is none',
      ['simulate', '--dir', empty, '--release', join(dir, 'encoder.json')],
      1,
      /bad-field/,
    ],
  ];
  it.each(table)('%s', async (_, args, code, reason) => {
    const got = await run(...args);
    expect([got.code, got.said]).toEqual([code, expect.stringMatching(reason)]);
  });

  it('helps with every verb', async () => {
    for (const verb of VERBS) {
      const help = await run(verb().name(), '--help').catch((error: unknown) => ({
        code: -1,
        said: String(error),
      }));
      expect(help.said).toMatch(/Usage: .*\[options\]/);
    }
  });
});

describe('the command itself', () => {
  const bin = fileURLToPath(new URL('../../../packages/offline/bin/causeway.mjs', import.meta.url));
  const causeway = (...args: string[]) => spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });

  it('ends with 0, 1 or 2, says faults in one line, and keeps standard output for the machine', () => {
    const help = causeway('--help');
    expect([help.status, help.stdout]).toEqual([0, expect.stringContaining('simulate')]);
    const fault = causeway('ingest', '--dir', join(folder.path, 'nothing'));
    expect([fault.status, fault.stdout]).toEqual([1, '']);
    expect(
      fault.stderr
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('causeway: bad-input')),
    ).toHaveLength(1);
    expect(fault.stderr).not.toMatch(/\n\s+at /);
    const small = ['--sessions', '5', '--people', '3'];
    const out = causeway('simulate', '--dir', join(folder.path, 'five'), ...small, '--json', '-');
    expect(JSON.parse(out.stdout)).toMatchObject({ verb: 'simulate', sessions: 5 });
    expect(causeway('simulate', '--sessions', '0').status).toBe(2);
  }, 240_000);
});
