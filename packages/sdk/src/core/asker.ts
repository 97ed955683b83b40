import type { Ask, DecisionResponse, PageLine, StepState } from '@causeway/contract';
import { actionId, checkDecisionResponse, Fault, NONE, PATHS, pointId } from '@causeway/contract';
import type { Identity } from './identity.ts';
import { reasonOf } from './reason-of.ts';
import type { Schedule } from './schedule.ts';
import type { VisitOptions } from './visit-options.ts';
import type { Decided, DecisionView } from './visit-state.ts';
import { within } from './within.ts';

type AskedLine = Extract<PageLine, { kind: 'asked' }>;
/** How an ask ended in the words of the asked line, and why, which is finer. */
type Unanswered = { readonly result: AskedLine['result']; readonly reason: string };

/** An answer that comes after the deadline is no longer acted on, but its session token and receipt are still kept, ms. */
export const LATE_MS = 2000;

export type AskerOptions = {
  readonly options: Pick<VisitOptions, 'clock' | 'edge' | 'send' | 'deadlineMs'>;
  readonly schedule: Schedule;
  readonly identity: Identity;
  readonly lastStep: () => StepState | null;
  readonly onReceipt: (receipt: string) => void;
  readonly onAsked: (asked: Pick<AskedLine, 'point' | 'step' | 'result' | 'tookMs' | 'decision'>) => void;
  readonly onDecision: (view: DecisionView) => void;
  readonly count: (reason: string) => void;
};

/** What a shop gets when there is no decision. */
export const noDecision = (reason: string): Decided => ({
  action: NONE,
  decision: null,
  propensity: null,
  reason,
});

const unanswered = (result: Unanswered['result'], reason: string = result): Unanswered => ({
  result,
  reason,
});

/** Asks the edge. `decide` never rejects: at most one ask a point and step, and a second call gets the first one's promise. */
export const createAsker = ({ options, schedule, identity, ...on }: AskerOptions) => {
  const { clock, edge, deadlineMs = 150 } = options;
  const { known } = identity;
  const asked = new Map<string, Promise<Decided>>();

  const send = async (ask: Ask, session: string, ms: number): Promise<DecisionResponse | Unanswered> => {
    const text = JSON.stringify({ version: 1, session, ask });
    const { status, body } = await options.send(
      { method: 'POST', path: PATHS.decision, body: text, contentType: 'application/json' },
      ms + LATE_MS,
    );
    if (status === 401) known.token = null;
    if (status !== 200) return unanswered('refused', `status-${status}`);
    try {
      const answer = checkDecisionResponse(JSON.parse(body), 'answer');
      if (answer.action !== NONE && !ask.offered.includes(answer.action))
        throw new Fault('unknown-action', 'answer.action', `got ${answer.action}, which was not offered`);
      known.token = answer.session;
      on.onReceipt(answer.receipt);
      return answer;
    } catch (error) {
      return unanswered('bad-answer', reasonOf(error) || 'bad-json');
    }
  };
  /** The whole deadline covers both: waiting for the profile that is on its way, and the ask. */
  const answerTo = async (ask: Ask, from: number): Promise<DecisionResponse | Unanswered> => {
    if (edge === null) return unanswered('offline', 'no-edge');
    if (known.token === null) await within(identity.ready(), deadlineMs, schedule).catch(() => undefined);
    if (known.token === null) return unanswered('no-profile');
    try {
      pointId(ask.point, 'point');
      for (const action of ask.offered) actionId(action, 'offered');
    } catch (error) {
      return unanswered('refused', reasonOf(error) || 'bad-field');
    }
    const left = Math.max(1, deadlineMs - Math.max(0, clock() - from));
    return within(send(ask, known.token, left), left, schedule).catch((error) =>
      unanswered(reasonOf(error) === 'timeout' ? 'timeout' : 'offline'),
    );
  };
  const run = async (
    point: string,
    state: StepState | null,
    offered: readonly string[],
  ): Promise<Decided> => {
    if (state === null) return noDecision('ended');
    const { step } = state;
    const from = clock();
    const found = await answerTo({ point, state, offered: [...offered] }, from);
    const tookMs = Math.min(600_000, Math.max(0, clock() - from));
    const answer = 'action' in found ? found : null;
    const { result, reason } = 'action' in found ? unanswered('answered') : found;
    if (answer === null) on.count(`decision-${result}`);
    on.onAsked({ point, step, result, tookMs, ...(answer && { decision: answer.decision }) });
    const decided: Decided = answer
      ? { action: answer.action, decision: answer.decision, propensity: answer.propensity }
      : noDecision(reason);
    on.onDecision({ point, step, tookMs, decided, answer });
    return decided;
  };

  return (point: string, offered: readonly string[]): Promise<Decided> => {
    const state = on.lastStep();
    const key = `${point} ${state?.step}`;
    const promise =
      asked.get(key) ??
      run(point, state, offered).catch(() => {
        on.count('decision-failed');
        return noDecision('internal');
      });
    asked.set(key, promise);
    return promise;
  };
};
