import type { Ask, PageLine, StepState } from '@causeway/contract';
import { NONE } from '@causeway/contract';
import type { Asked } from './ask.ts';
import { askEdge } from './ask.ts';
import type { Identity } from './identity.ts';
import { platformSchedule } from './schedule.ts';
import type { VisitOptions } from './visit-options.ts';
import { VISIT_DEFAULTS } from './visit-options.ts';
import type { Decided, DecisionView } from './visit-state.ts';
import { within } from './within.ts';

type AskedLine = Extract<PageLine, { kind: 'asked' }>;
type Outcome = Asked | { readonly result: 'no-profile' | 'offline'; readonly reason: string };

export type AskerOptions = {
  readonly options: VisitOptions;
  readonly identity: Identity;
  readonly lastStep: () => StepState | null;
  readonly onReceipt: (receipt: string) => void;
  readonly onAsked: (asked: Pick<AskedLine, 'point' | 'step' | 'result' | 'tookMs' | 'decision'>) => void;
  readonly onDecision: (view: DecisionView) => void;
  readonly count: (reason: string) => void;
};

export type Asker = {
  /** At most one ask a point and step: a second call gets the first one's promise. Never rejects. */
  decide(point: string, offered: readonly string[]): Promise<Decided>;
  readonly last: () => DecisionView | null;
};

export const createAsker = ({ options, identity, ...on }: AskerOptions): Asker => {
  const { clock, edge, send } = options;
  const deadlineMs = options.deadlineMs ?? VISIT_DEFAULTS.deadlineMs;
  const schedule = options.schedule ?? platformSchedule;
  const asked = new Map<string, { step: number; promise: Promise<Decided> }>();
  let last: DecisionView | null = null;

  /** The whole deadline covers both: waiting for the profile that is on its way, and the ask. */
  const outcome = async (ask: Ask, from: number): Promise<Outcome> => {
    if (edge === null) return { result: 'offline', reason: 'no-edge' };
    if (identity.now().token === null) {
      await within(identity.ready(), deadlineMs, 'profile', schedule).catch(() => undefined);
    }
    const session = identity.now().token;
    if (session === null) return { result: 'no-profile', reason: 'no-profile' };
    const left = Math.max(1, deadlineMs - Math.max(0, clock() - from));
    const result = await askEdge({
      send,
      deadlineMs: left,
      schedule,
      ask,
      session,
      onAnswer: (answer) => {
        identity.keep(answer.session);
        on.onReceipt(answer.receipt);
      },
    });
    if (result.result === 'refused' && result.reason === 'status-401') identity.expire();
    return result;
  };

  const run = async (point: string, state: StepState, offered: readonly string[]): Promise<Decided> => {
    const from = clock();
    const found = await outcome({ point, state, offered: [...offered] }, from);
    const tookMs = Math.max(0, clock() - from);
    const answer = found.result === 'answered' ? found.answer : null;
    const decided: Decided =
      found.result === 'answered'
        ? {
            action: found.answer.action,
            decision: found.answer.decision,
            propensity: found.answer.propensity,
          }
        : { action: NONE, decision: null, propensity: null, reason: found.reason };
    if (found.result !== 'answered') on.count(`decision-${found.result}`);
    on.onAsked({
      point,
      step: state.step,
      result: found.result,
      tookMs: Math.min(600_000, tookMs),
      ...(answer === null ? {} : { decision: answer.decision }),
    });
    last = { point, step: state.step, tookMs, decided, answer };
    on.onDecision(last);
    return decided;
  };

  return {
    decide(point, offered) {
      const none = (reason: string): Decided => ({ action: NONE, decision: null, propensity: null, reason });
      try {
        const state = on.lastStep();
        if (state === null) return Promise.resolve(none('ended'));
        const earlier = asked.get(point);
        if (earlier !== undefined && earlier.step === state.step) return earlier.promise;
        const promise = run(point, state, offered).catch(() => {
          on.count('decision-failed');
          return none('internal');
        });
        asked.set(point, { step: state.step, promise });
        return promise;
      } catch {
        on.count('decision-failed');
        return Promise.resolve(none('internal'));
      }
    },
    last: () => last,
  };
};
