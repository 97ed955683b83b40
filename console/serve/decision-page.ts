import { Fault } from '@causeway/contract';
import { explainDecision, explanationWords, openRegistry } from '@causeway/offline';
import type { DecisionPage } from '../study-view.ts';
import { studyPlaces } from './study-places.ts';

/** One decision from its log line to its training data. Throws `bad-input` and `not-found` as `explainDecision` does. */
export const decisionPage = async (dir: string, id: string): Promise<DecisionPage> => {
  if (!/^[0-9a-f]{6,64}$/.test(id))
    throw new Fault('bad-input', 'decision', `${id.slice(0, 80)} is no id: allowed are 6 to 64 hex digits`);
  const logs = studyPlaces(dir, 'log');
  if (logs.length === 0) throw new Fault('not-found', 'log', 'the study holds no log');
  const [folder] = studyPlaces(dir, 'registry');
  const told = await explainDecision(id, {
    logs,
    registry: folder === undefined ? null : openRegistry(folder),
    releases: new Map(),
    drawKey: null,
  });
  return { told, words: explanationWords(told) };
};
