import { Fault } from '@causeway/contract';
import { type Command, Option } from 'commander';
import {
  clickhouseEngine,
  copiesOf,
  dropCopies,
  duckdbEngine,
  type Engine,
  type Warehouse,
} from '../table/index.ts';

/** Which engine runs the SQL. The warehouse's file keeps the results, whichever it is. */
export type EngineOptions = {
  readonly engine: 'duckdb' | 'clickhouse';
  readonly url?: readonly string[];
  readonly cluster?: string;
};

/** Tables that a verb makes on the way; a verb that was killed leaves them. */
const SCRATCH =
  'exposure_units exposure_asks asks feature_asks reconcile_asks leak_asks leak_history leak_moments';

export const withEngineOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--engine <name>', 'what runs the SQL over all events')
        .choices(['duckdb', 'clickhouse'])
        .default('duckdb'),
    )
    .option(
      '--url <address...>',
      'of clickhouse: http(s)://HOST:PORT/DATABASE, a database for each study; every node of a cluster. User and password: CLICKHOUSE_USER, CLICKHOUSE_PASSWORD',
    )
    .option('--cluster <name>', "of clickhouse: the cluster's name, when there are several nodes");

const addresses = (urls: readonly string[] | undefined): [string, ...string[]] => {
  for (const text of urls ?? []) {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
      throw new Fault(
        'bad-input',
        '--url',
        `got ${url === null ? text : url.host}, allowed is http(s)://HOST:PORT/DATABASE without a user or password: those stand in the environment`,
      );
  }
  const [first, ...rest] = urls ?? [];
  if (first === undefined)
    throw new Fault('bad-input', '--engine clickhouse', 'got no --url, allowed is one or more');
  return [first, ...rest];
};

const engineOf = (warehouse: Warehouse, options: EngineOptions): Engine => {
  const { engine, url, cluster } = options;
  if (engine === 'duckdb') {
    if (url !== undefined || cluster !== undefined)
      throw new Fault('bad-input', '--engine duckdb', '--url and --cluster go with --engine clickhouse');
    return duckdbEngine(warehouse);
  }
  const urls = addresses(url);
  if (urls.length > 1 && cluster === undefined)
    throw new Fault(
      'bad-input',
      '--url',
      `got ${urls.length} addresses and no --cluster that names what they form`,
    );
  const { CLICKHOUSE_USER: username, CLICKHOUSE_PASSWORD: password } = process.env;
  return clickhouseEngine({
    urls,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(cluster === undefined ? {} : { cluster }),
  });
};

/** Works with the engine that was asked for, and lets go of it whatever happens; the warehouse stays open. */
export const withEngine = async <T>(
  warehouse: Warehouse,
  options: EngineOptions,
  work: (engine: Engine) => Promise<T>,
): Promise<T> => {
  const engine = engineOf(warehouse, options);
  try {
    return await work(engine);
  } finally {
    if (engine.name !== 'duckdb') await engine.close();
  }
};

/**
 * Empties the engine of every row of persons, before someone is erased here: a verb brings it up to date when it is next used.
 * Throws `bad-input` when copies stand at a place that was not given: someone erased here would live on there.
 */
export const emptyEngine = async (warehouse: Warehouse, engine: Engine): Promise<string[]> => {
  const others = (await copiesOf(warehouse)).filter(({ place }) => place !== engine.place);
  const [other] = others;
  if (other !== undefined)
    throw new Fault(
      'bad-input',
      'erase',
      `copies of ${others.map(({ name }) => name).join(', ')} stand at ${other.place}; give it by --engine and --url, that they go too`,
    );
  return engine.name === 'duckdb' ? [] : dropCopies(warehouse, engine, SCRATCH.split(' '));
};
