import type { Command } from 'commander';
import { explainPerson } from '../../identity/index.ts';
import { type CommonOptions, verb, wholeNumber } from '../options.ts';
import { runVerb } from '../run.ts';

/** `causeway explain PERSON`: why these identifiers are one person. */
export const explain = (): Command =>
  verb(
    'explain',
    'tell why someone is one person: identifiers, links with rule and evidence, guards, changes',
  )
    .argument('<person>', "a person's key (p-...) or an identifier (account:TOKEN)")
    .option(
      '--keys <version>',
      'by this version of the keys, the newest by default',
      wholeNumber(1, 1_000_000),
    )
    .action((person: string, options: CommonOptions & { keys?: number }) =>
      runVerb('explain', options, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const told = await run.warehouse((warehouse) => explainPerson(warehouse, person, options.keys));
        run.say(`${told.person}, by ${told.rules} (version ${told.version})`);
        for (const { type, value, events } of told.identifiers)
          run.say(`  is ${type}:${value} (${events} events)`);
        for (const link of told.links)
          run.say(`  ${link.a} = ${link.b} by ${link.rule}, seen ${link.seen} times, e.g. ${link.evidence}`);
        for (const link of told.refused) run.say(`  not ${link.a} = ${link.b}: ${link.refused_by}`);
        for (const change of told.changes)
          run.say(`  version ${change.version}: ${change.change} of ${change.old} into ${change.new}`);
        return told;
      }),
    );
