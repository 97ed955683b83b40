import { IDENTIFIERS } from '../log/index.ts';
import type { Warehouse } from '../table/index.ts';
import type { Portrait } from './probable-links.ts';

const LOOSE = ['cookie', 'device', 'email'] as const;

/**
 * What was usual for each unanchored identifier and for each account or subject: the most frequent value of every text, ties
 * to the least. Keys are "type:value".
 */
export const readPortraits = async (warehouse: Warehouse, texts: readonly string[]): Promise<Portrait[]> => {
  const anchors = IDENTIFIERS.filter((name) => name === 'account' || name === 'subject');
  const out: Portrait[] = [];
  for (const type of [...anchors, ...LOOSE]) {
    const anchored = (anchors as readonly string[]).includes(type);
    const only = anchored ? '' : 'AND account IS NULL AND subject IS NULL AND loyalty IS NULL';
    const found = new Map<string, Record<string, string | null>>();
    for (const name of texts) {
      const rows = await warehouse.rows<{ value: string; usual: string }>(
        `SELECT ${type} AS value, ${name} AS usual, count(*) AS n FROM events
         WHERE ${type} IS NOT NULL AND ${name} IS NOT NULL ${only} GROUP BY ${type}, ${name}
         QUALIFY row_number() OVER (PARTITION BY ${type} ORDER BY count(*) DESC, ${name}) = 1`,
      );
      for (const { value, usual: most } of rows) found.set(value, { ...found.get(value), [name]: most });
    }
    for (const [value, own] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
      out.push({ key: `${type}:${value}`, anchored, texts: own });
    }
  }
  return out;
};
