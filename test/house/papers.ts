import type { Source } from './tree.ts';

const LAST = { A: 18, B: 58 } as const;
const ID = /\b([AB])(\d{1,3})(?:\s*[-–]\s*\1?(\d{1,3}))?\b/g;
const CITED = /\(((?:[AB]\d{1,3})(?:\s*(?:,|;|-|–|and)\s*[AB]?\d{1,3})*)\)/g;

export const isEquation = (id: string): boolean => {
  const number = Number(id.slice(1));
  return number >= 1 && number <= (id.startsWith('A') ? LAST.A : LAST.B);
};

/** `A1`, `B3-B5` and `B3-5` in a text, spelled out. */
export const idsIn = (text: string): string[] =>
  [...text.matchAll(ID)].flatMap(([, paper, first, last]) => {
    const from = Number(first);
    const to = last === undefined ? from : Number(last);
    return Array.from({ length: Math.max(to - from + 1, 1) }, (_, step) => `${paper}${from + step}`);
  });

/** Each equation id cited like (A7) or (B24, B25), and the files that cite it. */
export const citations = (sources: readonly Source[]): Map<string, string[]> => {
  const cited = new Map<string, string[]>();
  for (const { path, text } of sources)
    for (const [, inside = ''] of text.matchAll(CITED))
      for (const id of idsIn(inside)) cited.set(id, [...(cited.get(id) ?? []), path]);
  return cited;
};

export const citationFaults = (sources: readonly Source[]): string[] =>
  [...citations(sources)].flatMap(([id, paths]) =>
    isEquation(id) ? [] : [`${id} is cited by ${paths.join(', ')}, but no paper has it`],
  );

const FILE = /(?:packages|demo-store|test|bench|docs)\/[\w./-]+\.\w+/g;

/** Rows of docs/EQUATIONS.md: `| A7 | ... path/to/file.ts ... |`. */
export const mapFaults = (
  page: string,
  cited: Iterable<string>,
  exists: (path: string) => boolean,
): string[] => {
  const places = new Map<string, string[]>();
  const faults: string[] = [];
  for (const row of page.split('\n').filter((line) => line.startsWith('|'))) {
    const ids = idsIn(row.split('|')[1] ?? '');
    const files = row.match(FILE) ?? [];
    for (const id of ids) places.set(id, [...(places.get(id) ?? []), ...files]);
    for (const file of files) if (!exists(file)) faults.push(`${ids.join(', ')}: there is no ${file}`);
  }
  for (const id of places.keys()) if (!isEquation(id)) faults.push(`no paper has ${id}`);
  for (const id of cited)
    if ((places.get(id) ?? []).length === 0) faults.push(`${id} is cited but has no file here`);
  return faults;
};

const MEASURED = /<!--\s*measured:([\w.-]+)\s*-->([\s\S]*?)<!--\s*\/measured\s*-->/g;
const OPENED = /<!--\s*measured:/g;

/** Every number between `measured` marks is the one on record, letter for letter. */
export const readmeFaults = (readme: string, record: Readonly<Record<string, unknown>>): string[] => {
  const marks = [...readme.matchAll(MEASURED)];
  const faults = marks.flatMap(([, name = '', value = '']) => {
    if (!Object.hasOwn(record, name)) return [`${name} is not in docs/measured.json`];
    const kept = String(record[name]);
    return kept === value.trim() ? [] : [`${name}: README says ${value.trim()}, docs/measured.json ${kept}`];
  });
  const opened = (readme.match(OPENED) ?? []).length;
  if (opened !== marks.length) faults.push(`${opened - marks.length} measured mark(s) are not closed`);
  return faults;
};
