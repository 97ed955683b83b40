import { linesOf, logFiles, readLine } from '@causeway/offline';
import type { DecisionLine } from '../study-view.ts';

/** The newest decisions of a log, newest first, each once. Reads the files whose path speaks of decisions, or all. */
export const readDecisions = async (logs: readonly string[], most: number): Promise<DecisionLine[]> => {
  const files = logs.flatMap((folder) => logFiles(folder));
  const own = files.filter(({ name }) => name.includes('kind=decision'));
  const found = new Map<string, DecisionLine>();
  for (const { path, name } of own.length > 0 ? own : files)
    for await (const text of linesOf(path)) {
      if (!text.includes('"decision"')) continue;
      try {
        const { line } = readLine(text, name);
        if (line.kind !== 'decision') continue;
        const { id, at, point, action, propensity, mode, release, state } = line;
        found.set(id, { id, at, point, action, propensity, mode, release, stage: state.stage });
      } catch {
        // A broken line is no decision; ingest counts it.
      }
    }
  return [...found.values()].sort((a, b) => b.at - a.at).slice(0, most);
};
