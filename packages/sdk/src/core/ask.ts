import type { Ask, DecisionResponse } from '@causeway/contract';
import { asFault, checkAsk, checkDecisionResponse, Fault, NONE, PATHS } from '@causeway/contract';
import type { Schedule } from './schedule.ts';
import type { Send } from './send.ts';
import { within } from './within.ts';

/** How an ask ended, in the words of the asked line; `reason` is finer. */
export type Asked =
  | { readonly result: 'answered'; readonly answer: DecisionResponse }
  | { readonly result: 'timeout' | 'offline' | 'refused' | 'bad-answer'; readonly reason: string };

/** An answer that comes after the deadline is no longer acted on, but its session token and receipt are still kept. */
export const LATE_MS = 2000;

export type AskOptions = {
  readonly send: Send;
  readonly deadlineMs: number;
  readonly schedule: Schedule;
  readonly ask: Ask;
  readonly session: string;
  /** called with any good answer, late ones included */
  readonly onAnswer: (answer: DecisionResponse) => void;
};

const request = async ({ send, deadlineMs, ask, session, onAnswer }: AskOptions): Promise<Asked> => {
  const path = PATHS.decision;
  const body = JSON.stringify({ version: 1, session, ask });
  const { status, body: text } = await send(
    { method: 'POST', path, body, contentType: 'application/json' },
    deadlineMs + LATE_MS,
  );
  if (status !== 200) return { result: 'refused', reason: `status-${status}` };
  try {
    const answer = checkDecisionResponse(JSON.parse(text), 'answer');
    if (answer.action !== NONE && !ask.offered.includes(answer.action)) {
      throw new Fault('unknown-action', 'answer.action', `got ${answer.action}, which was not offered`);
    }
    onAnswer(answer);
    return { result: 'answered', answer };
  } catch (error) {
    const { code } = asFault(error, path);
    return { result: 'bad-answer', reason: code === 'internal' ? 'bad-json' : code };
  }
};

/** Asks the edge once. Never throws: every fault and the deadline are results. */
export const askEdge = async (options: AskOptions): Promise<Asked> => {
  try {
    checkAsk(options.ask, 'ask');
  } catch (error) {
    return { result: 'refused', reason: asFault(error, 'ask').code };
  }
  try {
    return await within(request(options), options.deadlineMs, PATHS.decision, options.schedule);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    const late = name === 'TimeoutError' || name === 'AbortError' || asFault(error, '').code === 'timeout';
    return late ? { result: 'timeout', reason: 'timeout' } : { result: 'offline', reason: 'offline' };
  }
};
