import { DAY_MS } from '../exposure/index.ts';
import { loadHistory } from '../features/index.ts';
import { fileDigest } from '../log/index.ts';
import type { LearningHistory } from './learn-release.ts';

/**
 * What `learnRelease` learns z from, out of the shop's dated rows: `serve` is what was known at `asOf`, `train` what was known one window
 * before, with the window in between as labels. For effects to be honest `asOf` must not be after the log's first decision.
 */
export const loadLearningHistory = async (
  path: string,
  options: { readonly asOf: number; readonly windowMs?: number },
): Promise<LearningHistory> => {
  const { asOf, windowMs = 90 * DAY_MS } = options;
  const train = await loadHistory(path, { asOf: asOf - windowMs, windowMs });
  const source = { digest: await fileDigest(path), asOf, windowMs };
  return { train, serve: await loadHistory(path, { asOf, windowMs }), source };
};
