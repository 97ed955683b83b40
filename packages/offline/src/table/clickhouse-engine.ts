import { Readable } from 'node:stream';
import { Fault } from '@causeway/contract';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Cell, Columns, Engine } from './engine.ts';
import { sqlName } from './sql-text.ts';

export type ClickhouseOptions = {
  /** http(s) addresses: of the one node, or of every node of the cluster; the first is asked, tables are made on each */
  readonly urls: readonly [string, ...string[]];
  readonly username?: string;
  readonly password?: string;
  /** the cluster's name; without it the one node holds everything */
  readonly cluster?: string;
  /** the longest that a query may take, ms */
  readonly timeoutMs?: number;
};

/**
 * What makes ClickHouse answer the portable SQL as DuckDB does: joins of tables spread by person stay on their node, a join
 * without a partner gives NULL, an aggregate of nothing is NULL. A node that does not answer fails the query: passing it over
 * would leave persons out without a word.
 */
const SETTINGS = {
  distributed_product_mode: 'local',
  join_use_nulls: 1,
  aggregate_functions_null_for_empty: 1,
  skip_unavailable_shards: 0,
  distributed_foreground_insert: 1,
  data_type_default_nullable: 0,
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 1,
  // The answer is kept until the query has ended well: what has begun to arrive is never cut off by an error.
  wait_end_of_query: 1,
  send_progress_in_http_headers: 1,
  http_headers_progress_interval_ms: '20000',
  // The fast reading of decimals may miss the last bit.
  precise_float_parsing: 1,
} as const;

const TYPES: Readonly<Record<Columns[string], string>> = {
  BIGINT: 'Int64',
  DOUBLE: 'Float64',
  VARCHAR: 'String',
  'VARCHAR?': 'Nullable(String)',
  'DOUBLE?': 'Nullable(Float64)',
};

const shown = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ?? '';

/**
 * The engine for what one machine cannot hold. With `cluster`, every table is a local one on each node and a distributed one
 * over them by hash of person, and rows go in through the latter. Throws `store-failed` with ClickHouse's own words when a
 * node is away or a query fails; an answer is whole or it is not given.
 */
export const clickhouseEngine = (options: ClickhouseOptions): Engine => {
  const { urls, username = 'default', password = '', cluster, timeoutMs = 600_000 } = options;
  const connect = (url: string) =>
    createClient({
      url,
      username,
      password,
      request_timeout: timeoutMs,
      clickhouse_settings: SETTINGS,
      // What goes wrong is thrown, once; the client would write it to the terminal as well.
      log: { level: ClickHouseLogLevel.OFF },
    });
  const clients = urls.map(connect);
  const client = clients[0] as ReturnType<typeof connect>;
  const failed = (error: unknown): never => {
    throw new Fault('store-failed', 'clickhouse', shown(error), error);
  };
  const command = async (query: string): Promise<void> => {
    await client.command({ query }).catch(failed);
  };
  /** Statements about tables go to every node by itself: no coordination service has to run for that. */
  const everywhere = async (query: string): Promise<void> => {
    await Promise.all(clients.map((one) => one.command({ query }).catch(failed)));
  };
  const local = (table: string): string =>
    cluster === undefined ? sqlName(table) : `${sqlName(table)}_local`;
  const drop = async (table: string): Promise<void> => {
    await everywhere(`DROP TABLE IF EXISTS ${sqlName(table)} SYNC`);
    if (cluster !== undefined) await everywhere(`DROP TABLE IF EXISTS ${local(table)} SYNC`);
  };
  const distribute = async (table: string): Promise<void> => {
    if (cluster === undefined) return;
    await everywhere(
      `CREATE TABLE ${sqlName(table)} AS ${local(table)}
       ENGINE = Distributed(${sqlName(cluster)}, currentDatabase(), ${local(table)}, cityHash64(person))`,
    );
  };
  const columns = async (select: string): Promise<Cell[][]> => {
    try {
      const result = await client.query({ query: select, format: 'JSONCompact' });
      const { data, meta } = (await result.json()) as unknown as { data: Cell[][]; meta: unknown[] };
      return (meta ?? []).map((_, k) => data.map((row) => row[k] ?? null));
    } catch (error) {
      return failed(error);
    }
  };
  const create = async (table: string, types: Columns): Promise<void> => {
    await drop(table);
    const body = Object.entries(types).map(([name, type]) => `${sqlName(name)} ${TYPES[type]}`);
    const key = 'person' in types ? 'person' : 'tuple()';
    await everywhere(`CREATE TABLE ${local(table)} (${body.join(', ')}) ENGINE = MergeTree ORDER BY ${key}`);
    await distribute(table);
  };
  const { host, pathname } = new URL(urls[0]);
  return {
    name: 'clickhouse',
    place: `clickhouse ${host}${pathname.replace(/\/$/, '')}`,
    create,
    insert: async (table, types, rows) => {
      const names = Object.keys(types) as [string, ...string[]];
      const values = Readable.from(rows, { objectMode: true });
      await client
        .insert({ table: sqlName(table), columns: names, values, format: 'JSONCompactEachRow' })
        .catch(failed);
    },
    keep: async (table, select) => {
      const described = await columns(`DESCRIBE TABLE (${select})`);
      const body = (described[0] ?? []).map((name, k) => `${sqlName(String(name))} ${described[1]?.[k]}`);
      await drop(table);
      await everywhere(
        `CREATE TABLE ${local(table)} (${body.join(', ')}) ENGINE = MergeTree ORDER BY tuple()`,
      );
      await distribute(table);
      await command(`INSERT INTO ${sqlName(table)} ${select}`);
    },
    drop,
    columns,
    close: async () => {
      await Promise.all(clients.map((one) => one.close()));
    },
  };
};
