import type { Command } from 'commander';
import { placeHistory } from '../../features/index.ts';
import {
  checkIdentityRules,
  DEFAULT_IDENTITY_RULES,
  resolvePersons,
  writeHistory,
} from '../../identity/index.ts';
import { type EngineOptions, withEngine, withEngineOptions } from '../engine-of.ts';
import { type CommonOptions, verb } from '../options.ts';
import { runVerb } from '../run.ts';

/** `causeway resolve`: identifiers into persons by versioned rules, and every event under its person. */
export const resolve = (): Command =>
  withEngineOptions(
    verb(
      'resolve',
      'join cookies, devices, addresses, cards and accounts into persons; every version is kept',
    ),
  )
    .option('--rules <file>', 'the rules (JSON); deterministic ones by default')
    .action((options: CommonOptions & EngineOptions & { rules?: string }) =>
      runVerb('resolve', options, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const rules =
          options.rules === undefined
            ? DEFAULT_IDENTITY_RULES
            : checkIdentityRules(run.readOwn('rules', options.rules), options.rules);
        const report = await run.warehouse(async (warehouse) => {
          return withEngine(warehouse, options, async (engine) => {
            const resolved = await resolvePersons(warehouse, rules, { at: Date.now(), engine });
            const history = await writeHistory(warehouse, resolved.version);
            await placeHistory(warehouse, engine);
            return { ...resolved, events: history.events, withoutPerson: history.without };
          });
        });
        run.writeJson('identity.json', report);
        const { persons, version, merges, splits } = report;
        run.say(
          `resolve: version ${version}, ${persons} persons, ${merges} merged, ${splits} split since the last`,
        );
        return report;
      }),
    );
