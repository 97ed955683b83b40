import { existsSync } from 'node:fs';
import { Fault } from '@causeway/contract';
import type { CustomerHistory } from '../exposure/index.ts';
import { DAY_MS } from '../exposure/index.ts';
import { withWarehouse } from '../table/index.ts';
import { HISTORY_FEATURES, HISTORY_LABELS } from './history-columns.ts';

const NUMBERS = ['cents', 'items', 'coupon', 'shippingCents', 'mobile']
  .map((name) => `'${name}': 'DOUBLE'`)
  .join(', ');
const COLUMNS = `{'subject': 'VARCHAR', 'at': 'BIGINT', 'kind': 'VARCHAR', ${NUMBERS}}`;

const source = (path: string): string =>
  path.endsWith('.csv')
    ? `read_csv($2, header = true, columns = ${COLUMNS})`
    : `read_json($2, format = 'newline_delimited', columns = ${COLUMNS})`;

/**
 * c_i = Γ(rows of customer i dated strictly before `asOf`) (A1), and what each did in [asOf, asOf + windowMs) as
 * labels, from the shop's own dated rows (CSV, or NDJSON with the same names). A customer with no row before `asOf`
 * has no row here. Throws `bad-input` when the file is missing or does not hold those columns.
 */
export const loadHistory = async (
  path: string,
  options: { readonly asOf: number; readonly windowMs?: number },
): Promise<CustomerHistory> => {
  if (!existsSync(path)) throw new Fault('bad-input', path, 'there is no such file');
  const { asOf, windowMs = 90 * DAY_MS } = options;
  const features = Object.entries(HISTORY_FEATURES);
  const labels = Object.entries(HISTORY_LABELS);
  const past = features.map(([, sql], k) => `CAST(${sql} AS DOUBLE) AS c${k}`).join(', ');
  const next = labels.map(([, filter], k) => `CAST(count(*) ${filter} > 0 AS INTEGER) AS y${k}`).join(', ');
  const sql = `
    WITH all_rows AS (SELECT * FROM ${source(path)}),
    past AS (SELECT h.subject, ${past} FROM all_rows h WHERE h."at" < $1 GROUP BY h.subject),
    later AS (SELECT h.subject, ${next} FROM all_rows h WHERE h."at" >= $1 AND h."at" < $3 GROUP BY h.subject)
    SELECT p.*, ${labels.map((_, k) => `coalesce(l.y${k}, 0)`).join(', ')}
    FROM past p LEFT JOIN later l ON l.subject = p.subject ORDER BY p.subject`;
  const columns = await withWarehouse(':memory:', (warehouse) =>
    warehouse.columns(sql, [BigInt(asOf), path, BigInt(asOf + windowMs)]).catch((error: unknown) => {
      const first = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw new Fault('bad-input', path, `it cannot be read as customer history: ${first}`, error);
    }),
  );
  const subject = (columns[0] ?? []) as string[];
  const matrix = (from: number, width: number): Float64Array => {
    const out = new Float64Array(subject.length * width);
    for (let k = 0; k < width; k++) {
      const column = (columns[from + k] ?? []) as (number | null)[];
      for (let i = 0; i < subject.length; i++) out[i * width + k] = column[i] ?? Number.NaN;
    }
    return out;
  };
  return {
    n: subject.length,
    asOf,
    subject,
    names: features.map(([name]) => name),
    c: matrix(1, features.length),
    y: matrix(1 + features.length, labels.length),
    labels: labels.map(([name]) => name),
  };
};
