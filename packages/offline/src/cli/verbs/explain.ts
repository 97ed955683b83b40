import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { explainDecision, explanationWords } from '../../explain/index.ts';
import { explainPerson } from '../../identity/index.ts';
import { openRegistry } from '../../registry/index.ts';
import { readReleases } from '../../replay/index.ts';
import { readDrawKey } from '../draw-key.ts';
import { type CommonOptions, verb, wholeNumber } from '../options.ts';
import { logFolders, registryFolder } from '../registry-of.ts';
import { type Run, runVerb } from '../run.ts';

type Options = CommonOptions & { registry?: string; log?: string[]; drawKey?: string; keys?: number };

const ofDecision = async (run: Run, id: string, options: Options) => {
  const logs = logFolders(options.dir, options.log);
  const folder = registryFolder(options.dir, options.registry);
  const releases = logs.flatMap((log) => {
    const kept = join(log, 'releases');
    return existsSync(kept) ? [...readReleases([kept])] : [];
  });
  const told = await explainDecision(id, {
    logs,
    registry: existsSync(folder) ? openRegistry(folder) : null,
    releases: new Map(releases),
    drawKey: options.drawKey === undefined ? null : readDrawKey(options.drawKey),
  });
  const words = explanationWords(told);
  for (const line of words) run.say(line);
  const name = `explanations/${told.decision.id.slice(0, 16)}`;
  run.writeJson(`${name}.json`, told);
  writeFileSync(run.output(`${name}.txt`), `${words.join('\n')}\n`);
  return { ...told, words };
};

const ofPerson = async (run: Run, person: string, options: Options) => {
  run.input('warehouse.duckdb', 'ingest');
  const told = await run.warehouse((warehouse) => explainPerson(warehouse, person, options.keys));
  run.say(`${told.person}, by ${told.rules} (version ${told.version})`);
  for (const { type, value, events } of told.identifiers) run.say(`  is ${type}:${value} (${events} events)`);
  for (const link of told.links)
    run.say(`  ${link.a} = ${link.b} by ${link.rule}, seen ${link.seen} times, e.g. ${link.evidence}`);
  for (const link of told.refused) run.say(`  not ${link.a} = ${link.b}: ${link.refused_by}`);
  for (const change of told.changes)
    run.say(`  version ${change.version}: ${change.change} of ${change.old} into ${change.new}`);
  return { ...told };
};

/** `causeway explain DECISION_ID | PERSON`: one decision from its log line to its raw data; or why these identifiers are one person. */
export const explain = (): Command =>
  verb(
    'explain',
    'tell one decision in plain words, from its log line to the data its policy learned from; or why someone is one person',
  )
    .argument(
      '<decision-or-person>',
      "a decision's id or how it begins, a person's key (p-...) or an identifier (account:TOKEN)",
    )
    .option('--log <folder...>', 'of a decision: where the raw lines lie; DIR/log by default')
    .option('--registry <folder>', 'of a decision: the registry')
    .option('--draw-key <file>', 'of a decision: JSON with draw {kid, secret}, to make the draw again too')
    .option(
      '--keys <version>',
      'of a person: by this version of the keys, the newest by default',
      wholeNumber(1, 1_000_000),
    )
    .action((what: string, options: Options) =>
      runVerb(
        'explain',
        options,
        async (run): Promise<Record<string, unknown>> =>
          /^[0-9a-f]{6,64}$/.test(what) ? ofDecision(run, what, options) : ofPerson(run, what, options),
      ),
    );
