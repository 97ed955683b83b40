import { type DecisionRecord, Fault, UNLEARNED_MODES } from '@causeway/contract';
import type { Command } from 'commander';
import { askedOf, readThresholds, SCENARIOS, type ScenarioReport, tryCandidate } from '../../gates/index.ts';
import { openRegistry } from '../../registry/index.ts';
import { candidateRelease } from '../candidate-release.ts';
import { type CommonOptions, names, verb, wholeNumber } from '../options.ts';
import { heldRegistry, heldRelease, registryFolder } from '../registry-of.ts';
import { type Run, runVerb } from '../run.ts';
import { readLive, readPage } from '../study-files.ts';
import { THRESHOLDS } from './gate.ts';

type Options = CommonOptions & {
  release?: string;
  registry?: string;
  thresholds: string;
  only?: string[];
  budgetCents?: number;
  most: number;
};

/** The newest decisions that a policy drew for a shopper, in the order of time. */
const recordsOf = (run: Run, most: number): Promise<DecisionRecord[]> =>
  run.warehouse(async (warehouse) => {
    const rows = await warehouse.rows<{ record: string }>(
      `SELECT record FROM decisions WHERE mode NOT IN (${UNLEARNED_MODES.map((mode) => `'${mode}'`).join(', ')})
       ORDER BY at_ms DESC, id LIMIT ${most}`,
    );
    return rows.map(({ record }) => JSON.parse(record) as DecisionRecord);
  });

const scenariosNamed = (only: readonly string[] | undefined) => {
  if (only === undefined) return SCENARIOS;
  const known = SCENARIOS.map(({ name }) => name);
  const wrong = only.find((name) => !known.includes(name));
  if (wrong !== undefined)
    throw new Fault('bad-input', '--only', `got ${wrong}, allowed are ${known.join(', ')}`);
  return SCENARIOS.filter(({ name }) => only.includes(name));
};

const show = (run: Run, { results }: ScenarioReport): void => {
  for (const { name, candidate: c, live, breaks } of results) {
    const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
    run.say(
      `  ${(breaks.length === 0 ? 'holds' : 'BREAKS').padEnd(7)} ${name}: treats ${percent(c.treated)} (live ${percent(live.treated)}), ` +
        `spends ${c.spentCents} (${live.spentCents}), foretells ${c.foretoldCents.toFixed(1)} cents a question`,
    );
    for (const line of breaks) run.say(`          ${line}`);
  }
};

/** `causeway scenarios`: how a candidate would behave in worlds that the log did not show. Exit code 1 where a bound breaks. */
export const scenarios = (): Command =>
  verb(
    'scenarios',
    'put the log’s questions, changed by scenarios (friction, demand, devices, bots, attacks), to a candidate before it ramps',
  )
    .option('--release <digest>', 'a release of the registry; the candidate of DIR’s verbs by default')
    .option('--registry <folder>', 'the registry; DIR/registry by default')
    .option('--thresholds <file>', 'the bounds, under "scenarios"', THRESHOLDS)
    .option('--only <names>', 'these scenarios alone', names)
    .option(
      '--budget-cents <n>',
      'the money there is; the candidate’s own cap by default',
      wholeNumber(0, 1e12),
    )
    .option('--most <n>', 'the newest decisions to start from', wholeNumber(1, 1_000_000), 20_000)
    .action((options: Options) =>
      runVerb('scenarios', options, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const chosen = scenariosNamed(options.only);
        const bounds = readThresholds(options.thresholds).scenarios;
        if (bounds === undefined)
          throw new Fault('bad-input', options.thresholds, 'it has no bounds under "scenarios"');
        const live = readLive(run);
        const candidate =
          options.release === undefined
            ? candidateRelease(run, { live, page: readPage(run, live) }, Date.now())
            : heldRelease(heldRegistry(options.dir, options.registry), options.release);
        const report = tryCandidate({
          candidate,
          live,
          asked: askedOf(await recordsOf(run, options.most)),
          capCents: options.budgetCents ?? candidate.budget.capCents,
          bounds,
          seed: options.seed,
          scenarios: chosen,
        });
        const registry = openRegistry(registryFolder(options.dir, options.registry));
        registry.put('release', candidate);
        const name = registry.put('scenarios', report);
        show(run, report);
        run.writeJson('scenarios.json', report);
        const broken = report.results.find(({ breaks }) => breaks.length > 0);
        if (broken !== undefined)
          throw new Fault('bad-release', `scenario ${broken.name}`, broken.breaks.join('; '));
        return { scenarios: name, ...report };
      }),
    );
