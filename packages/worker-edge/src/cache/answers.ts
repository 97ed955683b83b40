import type { DecisionResponse } from '@causeway/contract';
import { until } from '../http/until.ts';

// The same question, asked again (a retry, a second tab), gets the very answer that was logged, not a second draw.
type Entry = { value: DecisionResponse | null; failed: boolean; readonly until: number };
const answers = new Map<string, Entry>();
const LIFE_MS = 120_000;
const MOST = 1000;
/** Another request's work may end with that request, if its page goes away: then the answer is made here. */
const WAIT_MS = 300;

/**
 * The answer under this name, made once. One that failed is not kept. Whoever finds it under way waits with a timer of her
 * own: the runtime takes a request that waits for nothing of its own for hung.
 */
export const answerOnce = async (
  name: string,
  now: number,
  make: () => Promise<DecisionResponse>,
): Promise<DecisionResponse> => {
  const found = answers.get(name);
  if (found !== undefined && now < found.until) {
    await until(() => found.value !== null || found.failed, WAIT_MS);
    if (found.value !== null) return found.value;
  }
  const entry: Entry = { value: null, failed: false, until: now + LIFE_MS };
  answers.delete(name);
  answers.set(name, entry);
  // A Map keeps the order of insertion: the first is the oldest.
  if (answers.size > MOST) answers.delete(answers.keys().next().value as string);
  try {
    const made = await make();
    const first = answers.get(name)?.value ?? null;
    if (first !== null) return first;
    entry.value = made;
    answers.set(name, entry);
    return made;
  } catch (error) {
    entry.failed = true;
    if (answers.get(name) === entry) answers.delete(name);
    throw error;
  }
};
