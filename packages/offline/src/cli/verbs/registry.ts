import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { fileDigest } from '../../log/index.ts';
import {
  type Artefact,
  checkRetention,
  openRegistry,
  pullRegistry,
  pushRegistry,
  readAudit,
  readLineage,
  retain,
  verifyRegistry,
} from '../../registry/index.ts';
import { bucketOf } from '../bucket-of.ts';
import { type CommonOptions, moment, verb } from '../options.ts';
import { heldRegistry, readSigner, readTrusted, registryFolder } from '../registry-of.ts';
import { runVerb } from '../run.ts';

type Options = CommonOptions & { registry?: string };

const sub = (name: string, summary: string): Command =>
  verb(name, summary).option(
    '--registry <folder>',
    'the registry; DIR/registry or the loop’s own by default',
  );

const short = ({ kind, name }: Artefact): string => `${kind} ${name.slice(0, 12)}`;

const verify = (): Command =>
  sub('verify', 'read every byte and hold it to its digest, the chain and the signatures')
    .option('--trust <file>', 'public keys that may sign (JWKs); else the registry’s own are believed')
    .option('--head <digest>', 'an entry noted elsewhere: proves that none was cut off')
    .action((options: Options & { trust?: string; head?: string }) =>
      runVerb('registry', options, async (run) => {
        const registry = heldRegistry(options.dir, options.registry);
        const found = await verifyRegistry(registry, {
          ...(options.trust === undefined ? {} : { trusted: readTrusted(options.trust) }),
          ...(options.head === undefined ? {} : { head: options.head }),
        });
        for (const { path, what } of found.faults.slice(0, 20)) run.say(`  ${path}: ${what}`);
        run.say(
          `registry: ${found.artefacts} artefacts, ${found.entries} entries (${found.signed} signed), ${found.faults.length} faults` +
            `${found.head === null ? '' : `; head ${found.head.digest}`}`,
        );
        const [first] = found.faults;
        if (first !== undefined)
          throw new Fault(
            'bad-input',
            `${registry.root}/${first.path}`,
            `${first.what}; ${found.faults.length} faults in all`,
          );
        return found;
      }),
    );

const log = (): Command =>
  sub('log', 'the audit log: who did what, when, why').action((options: Options) =>
    runVerb('registry', options, async (run) => {
      const entries = readAudit(heldRegistry(options.dir, options.registry));
      for (const { n, at, who, what, detail, signature } of entries)
        run.say(
          `${n}  ${new Date(at).toISOString()}  ${who}  ${what}  ${JSON.stringify(detail)}${signature === null ? '  (unsigned)' : ''}`,
        );
      return { entries };
    }),
  );

const list = (): Command =>
  sub('list', 'artefacts by kind, or those of one kind')
    .argument('[kind]')
    .action((kind: string | undefined, options: Options) =>
      runVerb('registry', options, async (run) => {
        const registry = heldRegistry(options.dir, options.registry);
        const held = Object.fromEntries(
          (kind === undefined ? registry.kinds() : [kind]).map((k) => [k, registry.list(k)]),
        );
        for (const [k, names] of Object.entries(held))
          run.say(`${k}: ${names.length}${kind === undefined ? '' : `\n  ${names.join('\n  ')}`}`);
        return { artefacts: held };
      }),
    );

const trace = (): Command =>
  sub('trace', 'what an artefact or a raw file was made from, and what was made from it')
    .argument('<digest-or-file>', 'a digest, how one begins, or a file of raw data')
    .action((what: string, options: Options) =>
      runVerb('registry', options, async (run) => {
        const registry = heldRegistry(options.dir, options.registry);
        const lineage = readLineage(registry);
        const name = /^[0-9a-f]{4,64}$/.test(what)
          ? (registry.find(what)?.name ?? what)
          : await fileDigest(run.note('file', what));
        const kind = lineage.kindOf(name);
        if (kind === null)
          throw new Fault('not-found', registry.root, `nothing there is called or was made from ${name}`);
        const [from, into] = [lineage.all(name, 'from'), lineage.all(name, 'into')];
        run.say(
          `${kind} ${name}\n  from: ${from.map(short).join(', ') || 'nothing'}\n  into: ${into.map(short).join(', ') || 'nothing'}`,
        );
        return { kind, digest: name, from, into };
      }),
    );

const retire = (): Command =>
  sub('retain', 'retire what is over its time; releases, dossiers and gates stay for ever')
    .requiredOption('--rules <file>', 'JSON: days by kind, e.g. {"encoder": 400, "effects": 400}')
    .requiredOption('--by <name>', 'who retires')
    .option('--at <time>', 'now', moment)
    .option('--keys <file>', 'JSON with releaseSigner, to sign the entry')
    .action((options: Options & { rules: string; by: string; at?: number; keys?: string }) =>
      runVerb('registry', options, async (run) => {
        const registry = heldRegistry(options.dir, options.registry);
        const rules = checkRetention(run.readOwn('rules', options.rules), options.rules);
        const retired = await retain(registry, rules, {
          now: options.at ?? Date.now(),
          who: options.by,
          signer: readSigner(options.keys),
        });
        run.say(`registry: ${retired.length} artefacts retired`);
        return { retired };
      }),
    );

type BucketOptions = Options & { bucket: string; prefix?: string };

const push = (): Command =>
  sub('push', 'put into a bucket (R2, S3) what it does not hold yet; nothing there is overwritten')
    .requiredOption(
      '--bucket <url>',
      'ENDPOINT/BUCKET; credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    )
    .option('--prefix <text>', 'before every key', 'registry/')
    .action((options: BucketOptions) =>
      runVerb('registry', options, async (run) => {
        const report = await pushRegistry(
          heldRegistry(options.dir, options.registry),
          bucketOf(options.bucket, options.prefix ?? ''),
        );
        run.say(`registry: ${report.put} objects put, ${report.held} were there`);
        return report;
      }),
    );

const pull = (): Command =>
  sub('pull', 'bring a registry from a bucket, and verify it')
    .requiredOption('--bucket <url>', 'ENDPOINT/BUCKET; credentials as for push')
    .option('--prefix <text>', 'before every key', 'registry/')
    .action((options: BucketOptions) =>
      runVerb('registry', options, async (run) => {
        const held = openRegistry(registryFolder(options.dir, options.registry));
        const source = bucketOf(options.bucket, options.prefix ?? '');
        const report = await pullRegistry(held, source, run.say);
        const found = await verifyRegistry(held);
        run.say(`registry: ${report.fetched} objects fetched, ${found.faults.length} faults`);
        return { ...report, ...found };
      }),
    );

/** `causeway registry`: what was made, from what, by whom; nothing in it changes unseen. */
export const registry = (): Command => {
  const all = verb(
    'registry',
    'artefacts and the audit log: verify, log, list, trace, retain, push, pull',
  ).enablePositionalOptions();
  for (const one of [verify, log, list, trace, retire, push, pull]) all.addCommand(one().exitOverride());
  return all;
};
