import { isMissingCell, levelOf } from '@causeway/contract';
import type { StreamedTable } from '../../table/index.ts';

/** Members of a group that are tied to each other, at most: a group of thousands is no household. */
const MOST_MEMBERS = 20;

export type Edges = {
  readonly pairs: readonly (readonly [number, number])[];
  readonly note: string;
};

/**
 * Ties between people from a file's first two columns: two ids, or an id and the household (or device) that it belongs to, whichever the
 * second column's values show. Ids that the input does not know are left out and counted.
 */
export const readEdges = async (table: StreamedTable, ids: readonly string[]): Promise<Edges> => {
  const place = new Map(ids.map((id, k) => [id, k]));
  const [first, second] = table.names;
  const [left, right] = [await table.cells(first as string), await table.cells(second as string)];
  const text = (cell: unknown): string | null => (isMissingCell(cell) ? null : levelOf(cell));
  const known = right.filter((cell) => place.has(text(cell) ?? '')).length;
  const pairs: [number, number][] = [];
  let unknown = 0;
  if (known >= 0.5 * right.length) {
    left.forEach((cell, k) => {
      const [a, b] = [place.get(text(cell) ?? ''), place.get(text(right[k]) ?? '')];
      if (a === undefined || b === undefined) unknown++;
      else pairs.push([a, b]);
    });
    return { pairs, note: `${pairs.length} pairs of people, ${unknown} with someone unknown left out` };
  }
  const groups = new Map<string, number[]>();
  left.forEach((cell, k) => {
    const [person, group] = [place.get(text(cell) ?? ''), text(right[k])];
    if (person === undefined || group === null) unknown++;
    else groups.set(group, [...(groups.get(group) ?? []), person]);
  });
  let large = 0;
  for (const members of groups.values()) {
    if (members.length > MOST_MEMBERS) {
      large++;
      continue;
    }
    members.forEach((a, k) => {
      for (const b of members.slice(k + 1)) pairs.push([a, b]);
    });
  }
  return {
    pairs,
    note: `${groups.size} groups (${large} over ${MOST_MEMBERS} members left out), ${unknown} rows of someone unknown left out`,
  };
};
