import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, type Release, releaseDigest } from '@causeway/contract';
import type { Command } from 'commander';
import { fetchLog } from '../../log/index.ts';
import { appendAudit, type Registry, readAudit } from '../../registry/index.ts';
import { checkReleasePlan, DEFAULT_PLAN, exposureWords, runPath, sameFeatures } from '../../release/index.ts';
import { bucketOf } from '../bucket-of.ts';
import { edgeAdmin } from '../edge-admin.ts';
import { type CommonOptions, verb, wholeNumber } from '../options.ts';
import { heldRegistry, heldRelease, readSigner } from '../registry-of.ts';
import { type Run, runVerb } from '../run.ts';
import { readKeys } from './publish.ts';

type Options = CommonOptions & { registry?: string; keys: string; edge: string; by: string };
type RunOptions = Options & {
  log?: string;
  bucket?: string;
  prefix: string;
  plan?: string;
  every: number;
  once?: boolean;
};

/** What the edge says is live, as the registry holds it. */
const liveAt = async (registry: Registry, edge: string): Promise<Release> => {
  const answer = await fetch(new URL('/v1/health', edge)).catch((error: unknown) => {
    throw new Fault('timeout', edge, 'the edge cannot be reached', error);
  });
  const { release } = (await answer.json()) as { release: string | null };
  if (release === null) throw new Fault('no-release', edge, 'nothing is live there: publish a first release');
  return heldRelease(registry, release);
};

const admin = (options: Options) => {
  const { offline } = readKeys(options.keys);
  if (offline === null)
    throw new Fault('missing-key', options.keys, 'it holds no offline secret to sign requests with');
  return edgeAdmin(options.edge, offline, Date.now);
};

const go = async (run: Run, name: string, options: RunOptions) => {
  const registry = heldRegistry(options.dir, options.registry);
  const signer = readSigner(options.keys);
  if (signer === null) throw new Fault('missing-key', options.keys, 'it holds no releaseSigner');
  const candidate = heldRelease(registry, name);
  const live = await liveAt(registry, options.edge);
  if (!sameFeatures(live, candidate) && live.policy.exploration < 1)
    throw new Fault(
      'bad-release',
      name,
      'it brings another page model, so the live policy cannot run beside it as it is: carry it over first (carryPolicy), or publish at once',
    );
  const plan =
    options.plan === undefined
      ? DEFAULT_PLAN
      : checkReleasePlan(run.readOwn('plan', options.plan), options.plan);
  const edge = admin(options);
  const folder = options.log ?? join(options.dir, 'log');
  const result = await runPath({
    candidate,
    live,
    incumbent: live.policy,
    plan,
    registry,
    signer,
    who: options.by,
    edge: {
      putRelease: (token) => edge.put('publish', { version: 1, release: token }),
      rollback: (digest) => edge.put('rollback', { version: 1, digest }),
    },
    readLog: async () => {
      if (options.bucket !== undefined)
        await fetchLog(bucketOf(options.bucket, options.prefix), folder, run.say);
      return existsSync(folder) ? folder : null;
    },
    clock: Date.now,
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    everyMs: 1000 * options.every,
    stop: () => options.once === true,
    onCheck: ({ step, verdict, checks }) => {
      run.say(`release: ${step}: ${verdict}`);
      for (const { check, outcome, says } of checks)
        run.say(`  ${outcome === 'breach' ? 'BREACH' : outcome}  ${check}: ${says}`);
    },
  });
  run.say(
    `release: ${result.outcome} at ${result.at}${result.rollbackMs === null ? '' : `, undone in ${result.rollbackMs} ms`}`,
  );
  run.say(`release: the candidate's arm had ${exposureWords(result.exposed)}`);
  return { ...result, candidate: releaseDigest(candidate), live: releaseDigest(live) };
};

const sub = (name: string, summary: string): Command =>
  verb(name, summary).option(
    '--registry <folder>',
    'the registry; DIR/registry or the loop’s own by default',
  );
const atEdge = (command: Command): Command =>
  command
    .requiredOption('--edge <url>', 'address of the edge')
    .requiredOption('--keys <file>', 'JSON with releaseSigner and offline [{kid, secret}]')
    .requiredOption('--by <name>', 'who does it');

/** `causeway release`: a candidate that the gates let go, from shadow to everyone; or back. */
export const release = (): Command => {
  const all = verb(
    'release',
    'take a candidate live by shadow and ramp, with checks and rollback: run, rollback, status',
  ).enablePositionalOptions();
  all.addCommand(
    atEdge(sub('run', 'shadow, 1, 5, 25, 50, 100 %: each step signed, checked, and undone at a breach'))
      .argument('<release>', "the candidate's digest, or how it begins")
      .option('--log <folder>', 'where the log is read; DIR/log by default')
      .option('--bucket <url>', 'bring the log from https://HOST/BUCKET before each check')
      .option('--prefix <text>', 'of the bucket only what begins so', 'log/')
      .option('--plan <file>', 'steps and bounds (JSON); docs/GOVERNANCE.md shows the default')
      .option('--every <seconds>', 'between checks', wholeNumber(1, 3600), 10)
      .option('--once', 'check once and hold there')
      .action((name: string, options: RunOptions) =>
        runVerb('release', options, (run) => go(run, name, options)),
      )
      .exitOverride(),
  );
  all.addCommand(
    atEdge(sub('rollback', 'make an earlier release live again, at once'))
      .argument('<release>', 'which')
      .requiredOption('--reason <text>', 'why')
      .action((name: string, options: Options & { reason: string }) =>
        runVerb('release', options, async (run) => {
          const registry = heldRegistry(options.dir, options.registry);
          const digest = releaseDigest(heldRelease(registry, name));
          const began = Date.now();
          await admin(options).put('rollback', { version: 1, digest });
          const detail = { to: digest, reason: options.reason, milliseconds: Date.now() - began };
          const note = {
            at: Date.now(),
            who: options.by,
            what: 'rollback',
            detail,
            artefacts: [{ kind: 'release', name: digest }],
          };
          await appendAudit(registry, note, readSigner(options.keys));
          run.say(`release: ${digest.slice(0, 12)} is live again`);
          return { live: digest };
        }),
      )
      .exitOverride(),
  );
  all.addCommand(
    sub('status', 'every step that was taken, newest last')
      .action((options: CommonOptions & { registry?: string }) =>
        runVerb('release', options, async (run) => {
          const steps = readAudit(heldRegistry(options.dir, options.registry)).filter(({ what }) =>
            ['publish', 'step', 'hold', 'live', 'rollback'].includes(what),
          );
          for (const { at, who, what, detail } of steps)
            run.say(
              `${new Date(at).toISOString()}  ${who}  ${what}  ${detail.step ?? detail.sequence ?? detail.to ?? ''}`,
            );
          return { steps };
        }),
      )
      .exitOverride(),
  );
  return all;
};
