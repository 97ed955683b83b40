import type { DecisionResponse } from '@causeway/contract';

// The same question, asked again (a retry, a second tab), gets the very answer that was logged, not a second draw.
type Entry = { readonly answer: Promise<DecisionResponse>; readonly until: number };
const answers = new Map<string, Entry>();
const LIFE_MS = 120_000;
const MOST = 1000;

/** The answer under this name, made once. One that failed is not kept. */
export const answerOnce = (
  name: string,
  now: number,
  make: () => Promise<DecisionResponse>,
): Promise<DecisionResponse> => {
  const found = answers.get(name);
  if (found !== undefined && now < found.until) return found.answer;
  const answer = make();
  answers.delete(name);
  answers.set(name, { answer, until: now + LIFE_MS });
  answer.catch(() => answers.delete(name));
  // A Map keeps the order of insertion: the first is the oldest.
  if (answers.size > MOST) answers.delete(answers.keys().next().value as string);
  return answer;
};
