import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  checkFeatureDefinition,
  EVENT_NUMBERS,
  EVENT_TEXTS,
  type FeatureDefinition,
} from '@causeway/contract';
import { compileFeatures, openWarehouse, type Warehouse } from '@causeway/offline';
import { installPolars } from './install-polars.ts';

/** One contestant of the warehouse bench, in a process of its own so that its memory is its own. */
export type JobName = 'generate' | 'compiled' | 'hand-written' | 'polars';
export type JobResult = { readonly seconds: number; readonly peakMb: number; readonly check: string };

const DAY = 86_400_000;
const T0 = Date.UTC(2025, 0, 1);
const MEMORY = '1500MB';

const define = (name: string, rest: Partial<FeatureDefinition>): FeatureDefinition =>
  checkFeatureDefinition(
    {
      name,
      about: name,
      owner: 'bench',
      sensitivity: 'open',
      events: ['order'],
      where: [],
      window: null,
      default: null,
      ...rest,
    },
    name,
  );
const days = (n: number) => ({ ms: n * DAY });
const KINDS = ['order', 'visit', 'return', 'support', 'email-sent', 'email-open'];

/** 22 columns: counts and sums over four windows, recencies, shares, rates, last, distinct. */
export const BENCH_FEATURES: FeatureDefinition[] = [
  define('c0', { aggregate: 'count' }),
  define('c1', { aggregate: 'count', window: days(7) }),
  define('c2', { aggregate: 'count', window: days(30) }),
  define('c3', { aggregate: 'count', window: days(90) }),
  define('c4', { aggregate: 'sum', of: 'cents', default: 0 }),
  define('c5', { aggregate: 'sum', of: 'cents', window: days(30), default: 0 }),
  define('c6', { aggregate: 'sum', of: 'cents', window: days(90), default: 0 }),
  define('c7', { aggregate: 'mean', of: 'cents' }),
  define('c8', { aggregate: 'max', of: 'cents' }),
  define('c9', { aggregate: 'min', of: 'cents' }),
  define('c10', { aggregate: 'recency' }),
  define('c11', { aggregate: 'tenure' }),
  define('c12', { aggregate: 'last', of: 'cents' }),
  define('c13', { aggregate: 'count', events: ['visit'] }),
  define('c14', { aggregate: 'count', events: ['visit'], window: days(7) }),
  define('c15', { aggregate: 'recency', events: ['visit'] }),
  define('c16', { aggregate: 'rate', events: ['return'], over: { events: ['order'], where: [] } }),
  define('c17', { aggregate: 'count', events: ['support'], window: days(90) }),
  define('c18', { aggregate: 'rate', events: ['email-open'], over: { events: ['email-sent'], where: [] } }),
  define('c19', { aggregate: 'affinity', of: 'category', value: 'c1' }),
  define('c20', { aggregate: 'distinct', of: 'category' }),
  define('c21', { aggregate: 'price-sensitivity', of: 'coupon', prior: { share: 0.3, weight: 4 } }),
];

/** The same columns as someone would write them by hand. */
const HAND = `WITH j AS (
  SELECT x.row_id, x.at_ms AS t, h.at_ms AS e, h.seq, h.kind, h.cents, h.category, h.coupon
  FROM history h JOIN asks x ON x.person = h.person WHERE h.at_ms < x.at_ms),
g AS (SELECT row_id,
  count(*) FILTER (kind = 'order') AS c0,
  count(*) FILTER (kind = 'order' AND e >= t - ${7 * DAY}) AS c1,
  count(*) FILTER (kind = 'order' AND e >= t - ${30 * DAY}) AS c2,
  count(*) FILTER (kind = 'order' AND e >= t - ${90 * DAY}) AS c3,
  sum(cents) FILTER (kind = 'order') AS c4,
  sum(cents) FILTER (kind = 'order' AND e >= t - ${30 * DAY}) AS c5,
  sum(cents) FILTER (kind = 'order' AND e >= t - ${90 * DAY}) AS c6,
  avg(cents) FILTER (kind = 'order') AS c7,
  max(cents) FILTER (kind = 'order') AS c8,
  min(cents) FILTER (kind = 'order') AS c9,
  max(e) FILTER (kind = 'order') AS last_order,
  min(e) FILTER (kind = 'order') AS first_order,
  arg_max(cents, seq) FILTER (kind = 'order') AS c12,
  count(*) FILTER (kind = 'visit') AS c13,
  count(*) FILTER (kind = 'visit' AND e >= t - ${7 * DAY}) AS c14,
  max(e) FILTER (kind = 'visit') AS last_visit,
  count(*) FILTER (kind = 'return') AS returns,
  count(*) FILTER (kind = 'support' AND e >= t - ${90 * DAY}) AS c17,
  count(*) FILTER (kind = 'email-open') AS opens, count(*) FILTER (kind = 'email-sent') AS sent,
  count(*) FILTER (kind = 'order' AND category = 'c1') AS c1s, count(category) FILTER (kind = 'order') AS categories,
  count(DISTINCT category) FILTER (kind = 'order') AS c20,
  count(*) FILTER (kind = 'order' AND coupon > 0) AS coupons, count(coupon) FILTER (kind = 'order') AS known
  FROM j GROUP BY row_id)
SELECT x.row_id, coalesce(c0, 0) AS c0, coalesce(c1, 0) AS c1, coalesce(c2, 0) AS c2, coalesce(c3, 0) AS c3,
  coalesce(c4, 0) AS c4, coalesce(c5, 0) AS c5, coalesce(c6, 0) AS c6, c7, c8, c9,
  (x.at_ms - last_order) / ${DAY}.0 AS c10, (x.at_ms - first_order) / ${DAY}.0 AS c11, c12, coalesce(c13, 0) AS c13,
  coalesce(c14, 0) AS c14, (x.at_ms - last_visit) / ${DAY}.0 AS c15, coalesce(returns, 0) / nullif(c0, 0) AS c16,
  coalesce(c17, 0) AS c17, coalesce(opens, 0) / nullif(sent, 0) AS c18, c1s / nullif(categories, 0) AS c19,
  coalesce(c20, 0) AS c20, (coalesce(coupons, 0) + 1.2) / (coalesce(known, 0) + 4) AS c21
FROM asks x LEFT JOIN g ON g.row_id = x.row_id`;

/**
 * Writes history and asks: persons' events by a power law, one with 100,000; questions evenly, one for 25 events. History lies by
 * person and time, as `causeway resolve` leaves it, for every contestant; WAREHOUSE_ORDER=none leaves it in no order.
 */
const generate = async (warehouse: Warehouse, folder: string, millions: number): Promise<void> => {
  const n = millions * 1e6;
  const persons = n / 40;
  const given = (name: string): string =>
    ({
      cents: 'CAST(100 + (hash(i, 3) % 20000) AS DOUBLE)',
      coupon: 'CASE WHEN hash(i, 4) % 3 = 0 THEN 1.0 ELSE 0.0 END',
      category: "'c' || (hash(i, 5) % 12)",
    })[name] ?? `CAST(NULL AS ${(EVENT_NUMBERS as readonly string[]).includes(name) ? 'DOUBLE' : 'VARCHAR'})`;
  const columns = [...EVENT_NUMBERS, ...EVENT_TEXTS].map((name) => `${given(name)} AS ${name}`).join(', ');
  const who = `CASE WHEN i < 100000 THEN 'p0' ELSE 'p' || CAST(floor(${persons} * pow((hash(i, 1) % 1000003) / 1000003.0, 2.0)) AS BIGINT) END`;
  const kind = `[${KINDS.map((k) => `'${k}'`).join(', ')}][CAST(1 + (hash(i, 2) % ${KINDS.length}) AS BIGINT)]`;
  const order = process.env.WAREHOUSE_ORDER === 'none' ? '' : 'ORDER BY person, at_ms, seq';
  await warehouse.run(`SET temp_directory = '${folder}/spill'`);
  await warehouse.run(`COPY (SELECT ${who} AS person, i AS seq, ${T0} + CAST(hash(i, 6) % ${365 * 86_400_000} AS BIGINT) AS at_ms,
    ${kind} AS kind, ${columns} FROM range(${n}) r(i) ${order}) TO '${join(folder, 'history.parquet')}' (FORMAT parquet)`);
  await warehouse.run(`COPY (SELECT i AS row_id, 'p' || (hash(i, 7) % ${persons}) AS person,
    ${T0} + CAST(hash(i, 8) % ${365 * 86_400_000} AS BIGINT) AS at_ms FROM range(${n / 25}) r(i)) TO '${join(folder, 'asks.parquet')}' (FORMAT parquet)`);
};

const NAMES = BENCH_FEATURES.map((_, k) => `c${k}`);

const inDuckdb = async (folder: string, select: string): Promise<Omit<JobResult, 'peakMb'>> => {
  const warehouse = await openWarehouse(join(folder, `w${process.pid}.duckdb`));
  await warehouse.run(
    `SET memory_limit = '${MEMORY}'; SET preserve_insertion_order = false; SET temp_directory = '${folder}/spill'`,
  );
  await warehouse.run(
    `CREATE VIEW history AS FROM '${join(folder, 'history.parquet')}'; CREATE VIEW asks AS FROM '${join(folder, 'asks.parquet')}'`,
  );
  const started = performance.now();
  await warehouse.run(`COPY (${select}) TO '${join(folder, 'out.parquet')}' (FORMAT parquet)`);
  const seconds = (performance.now() - started) / 1000;
  const sums = NAMES.map(
    (name) =>
      `round(sum(CAST(${name} AS DOUBLE)), 3 - CAST(ceil(log10(1 + abs(sum(CAST(${name} AS DOUBLE))))) AS INTEGER) + 6)`,
  );
  const [row] = await warehouse.columns(
    `SELECT concat_ws(' ', count(*), ${sums.join(', ')}) FROM '${join(folder, 'out.parquet')}'`,
  );
  warehouse.close();
  return { seconds, check: String(row?.[0]) };
};

const inPolars = async (folder: string): Promise<Omit<JobResult, 'peakMb'>> => {
  const pl = createRequire(installPolars())('nodejs-polars').default;
  const started = performance.now();
  const history = pl
    .scanParquet(join(folder, 'history.parquet'))
    .select('person', 'seq', pl.col('at_ms').alias('e'), 'kind', 'cents', 'category', 'coupon');
  const asks = pl.scanParquet(join(folder, 'asks.parquet'));
  const is = (kind: string, back?: number) => {
    const kinds = pl.col('kind').eq(pl.lit(kind));
    return back === undefined ? kinds : kinds.and(pl.col('e').gtEq(pl.col('at_ms').sub(pl.lit(back * DAY))));
  };
  const count = (kind: string, name: string, back?: number) => is(kind, back).sum().alias(name);
  const cents = (back?: number) => pl.col('cents').filter(is('order', back));
  const order = is('order');
  const joined = history.join(asks, { on: 'person', how: 'inner' }).filter(pl.col('e').lt(pl.col('at_ms')));
  const grouped = joined.groupBy('row_id').agg(
    count('order', 'c0'),
    count('order', 'c1', 7),
    count('order', 'c2', 30),
    count('order', 'c3', 90),
    cents().sum().alias('c4'),
    cents(30).sum().alias('c5'),
    cents(90).sum().alias('c6'),
    cents().mean().alias('c7'),
    cents().max().alias('c8'),
    cents().min().alias('c9'),
    pl.col('e').filter(order).max().alias('last_order'),
    pl.col('e').filter(order).min().alias('first_order'),
    cents().sortBy(pl.col('seq').filter(order)).last().alias('c12'),
    count('visit', 'c13'),
    count('visit', 'c14', 7),
    pl.col('e').filter(is('visit')).max().alias('last_visit'),
    count('return', 'returns'),
    count('support', 'c17', 90),
    count('email-open', 'opens'),
    count('email-sent', 'sent'),
    order
      .and(pl.col('category').eq(pl.lit('c1')))
      .sum()
      .alias('c1s'),
    pl.col('category').filter(order).nUnique().alias('c20'),
    order
      .and(pl.col('coupon').gt(pl.lit(0)))
      .sum()
      .alias('coupons'),
  );
  const ratio = (a: string, b: string) => pl.col(a).cast(pl.Float64).div(pl.col(b).cast(pl.Float64));
  const age = (name: string) => pl.col('at_ms').sub(pl.col(name)).cast(pl.Float64).div(pl.lit(DAY));
  const answered = asks
    .join(grouped, { on: 'row_id', how: 'left' })
    .withColumns(
      age('last_order').alias('c10'),
      age('first_order').alias('c11'),
      age('last_visit').alias('c15'),
      ratio('returns', 'c0').alias('c16'),
      ratio('opens', 'sent').alias('c18'),
      ratio('c1s', 'c0').alias('c19'),
    );
  const frame = await answered.collect();
  frame.writeParquet(join(folder, 'polars.parquet'));
  return { seconds: (performance.now() - started) / 1000, check: `${frame.height}` };
};

const peakMb = (): number => {
  const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(found ?? Number.NaN) / 1024;
};

const [job, folder = '', millions = '5'] = process.argv.slice(2);
if (job !== undefined && process.send !== undefined) {
  let result: Omit<JobResult, 'peakMb'> = { seconds: 0, check: '' };
  if (job === 'generate') {
    const warehouse = await openWarehouse(':memory:');
    await generate(warehouse, folder, Number(millions));
    warehouse.close();
  } else if (job === 'polars') result = await inPolars(folder);
  else
    result = await inDuckdb(
      folder,
      job === 'compiled'
        ? compileFeatures(BENCH_FEATURES, { history: 'history', asks: 'asks' }).select
        : HAND,
    );
  process.send({ ...result, peakMb: peakMb() });
}
