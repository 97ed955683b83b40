import { sha256, toHex, utf8 } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';

/**
 * Persons that share a household token, by person; a token with more persons than `most` is an address of many (a dormitory,
 * an office) and makes no household. A person of two households belongs to the one met first.
 */
export const households = async (
  warehouse: Warehouse,
  person: ReadonlyMap<string, string>,
  most: number,
): Promise<{ of: Map<string, string>; refused: number }> => {
  const rows = await warehouse.rows<{ household: string; type: string; value: string }>(
    `SELECT household, type, value FROM (
       SELECT household, at_ms, CASE WHEN subject IS NOT NULL THEN 'subject' WHEN account IS NOT NULL THEN 'account'
         WHEN loyalty IS NOT NULL THEN 'loyalty' WHEN email IS NOT NULL THEN 'email' ELSE NULL END AS type,
         coalesce(subject, account, loyalty, email) AS value
       FROM sightings WHERE household IS NOT NULL)
     WHERE type IS NOT NULL GROUP BY household, type, value ORDER BY min(at_ms), household, type, value`,
  );
  const members = new Map<string, Set<string>>();
  for (const { household, type, value } of rows) {
    const one = person.get(`${type}:${value}`);
    if (one === undefined) continue;
    const set = members.get(household) ?? new Set<string>();
    members.set(household, set.add(one));
  }
  const of = new Map<string, string>();
  let refused = 0;
  for (const [household, persons] of members) {
    if (persons.size > most) {
      refused++;
      continue;
    }
    const key = `h-${toHex(sha256(utf8(household))).slice(0, 24)}`;
    for (const one of persons) if (!of.has(one)) of.set(one, key);
  }
  return { of, refused };
};
