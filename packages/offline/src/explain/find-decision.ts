import type { DecisionRecord, LogLine, StoredLine } from '@causeway/contract';
import { Fault } from '@causeway/contract';
import { linesOf, logFiles, readLine } from '../log/index.ts';

export type Place = { readonly file: string; readonly line: number };

/** A decision as the log holds it, and every other line of its session. */
export type FoundDecision = {
  readonly record: DecisionRecord;
  readonly place: Place;
  /** the same record once more, from a receipt or a retry */
  readonly copies: readonly Place[];
  readonly session: readonly { readonly line: LogLine; readonly place: Place }[];
};

/** Lines of a log whose text holds a word, read once; lines that do not parse are passed over. */
const linesWith = async (
  folders: readonly string[],
  word: string,
  put: (line: StoredLine, place: Place) => void,
): Promise<void> => {
  for (const folder of folders)
    for (const { path, name } of logFiles(folder)) {
      let number = 0;
      for await (const text of linesOf(path)) {
        number++;
        if (!text.includes(word)) continue;
        try {
          put(readLine(text, `${name}:${number}`), { file: name, line: number });
        } catch {
          // A broken line tells nothing of this decision; ingest counts it.
        }
      }
    }
};

/** Finds a decision by its id, or by how it begins. Throws `not-found`, or `bad-input` when several begin so. */
export const findDecision = async (folders: readonly string[], begin: string): Promise<FoundDecision> => {
  const found = new Map<string, { record: DecisionRecord; places: Place[] }>();
  await linesWith(folders, `"${begin}`, ({ line }, place) => {
    if (line.kind !== 'decision' || !line.id.startsWith(begin)) return;
    const held = found.get(line.id);
    if (held === undefined) found.set(line.id, { record: line, places: [place] });
    else held.places.push(place);
  });
  const [first, second] = found.values();
  if (first === undefined)
    throw new Fault('not-found', folders.join(', '), `no decision of the log begins with ${begin}`);
  if (second !== undefined)
    throw new Fault('bad-input', 'decision', `${begin} begins ${found.size} decisions: give more of it`);
  const { record, places } = first;
  const session: { line: LogLine; place: Place }[] = [];
  const seen = new Set<string>();
  await linesWith(folders, `"${record.session}"`, ({ line }, place) => {
    const name = `${line.kind} ${line.id}`;
    if (line.session !== record.session || line.kind === 'decision' || seen.has(name)) return;
    seen.add(name);
    session.push({ line, place });
  });
  session.sort((a, b) => a.line.at - b.line.at);
  return { record, place: places[0] as Place, copies: places.slice(1), session };
};
