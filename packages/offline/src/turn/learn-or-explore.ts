import { Fault, type Release } from '@causeway/contract';
import { CROSS_FITTED, evaluatePolicy } from '../evaluate/index.ts';
import type { Exposures, Unexposed } from '../exposure/index.ts';
import { allRows, choosePrecisions, orderOutcome } from '../nuisance/index.ts';
import { CAUTION, explorationAfter, learnPolicy } from '../policy/index.ts';
import { exploreAgain } from './explore-again.ts';

/** The share of a budget that a policy may plan to spend: the rest covers what the log's own noise hides. */
export const BUDGET_SAFETY = 0.9;

/** Fewer decisions than this teach nothing that an interval would not swallow. */
const LEAST_EXPOSURES = 200;

export type PolicyTurn = {
  readonly live: Release;
  /** The next release's budget, and the sessions that it has to last for. */
  readonly budget: Release['budget'];
  readonly sessionsPerTurn: number;
  readonly seed: number;
  readonly exploration?: number;
  readonly caution?: number;
};

/** The learned policy with its evaluation; or uniform exploration once more, when the log cannot support one. */
export const learnOrExplore = (exposures: Exposures, unexposed: Unexposed, input: PolicyTurn) => {
  const { live, budget, seed } = input;
  const allowedPerSession = (BUDGET_SAFETY * budget.capCents) / Math.max(1, input.sessionsPerTurn);
  try {
    if (exposures.n < LEAST_EXPOSURES) {
      throw new Fault(
        'no-support',
        'exposures',
        `got ${exposures.n} exposures, at least ${LEAST_EXPOSURES} are needed`,
      );
    }
    const precisions = choosePrecisions(exposures, allRows(exposures.n), live.actions.length);
    const learned = learnPolicy(exposures, {
      actions: live.actions,
      learner: orderOutcome(live.actions, precisions),
      anchor: 'model',
      seed,
      sessions: exposures.n + unexposed.n,
      allowedPerSession,
      exploration: input.exploration ?? explorationAfter(exposures.n),
      caution: input.caution ?? CAUTION,
    });
    const report = evaluatePolicy({
      exposures,
      unexposed,
      scores: learned.scores,
      policy: learned.outOfFold,
      bestConstant: learned.bestConstant,
      method: CROSS_FITTED,
      learnedHere: true,
    });
    const { value, low, high } = report.learned;
    const notes = learned.budget.explorationKept
      ? []
      : ['Exploration alone would pass the budget: it was lowered.'];
    return {
      policy: learned.policy,
      chosen: learned.chosenName,
      note: `${learned.chosenName}. ${report.verdict}`,
      estimate: { name: 'dr-cross-fitted', value, low, high },
      report,
      basis: { scores: learned.scores, policy: learned.outOfFold },
      averages: learned.averages,
      weighed: learned.weighed,
      truncation: learned.scores.truncation,
      spend: {
        spendPerSession: learned.budget.spendPerSession,
        allowedPerSession,
        multiplier: learned.policy.multiplier,
      },
      notes,
    };
  } catch (error) {
    if (error instanceof Fault && (error.code === 'no-support' || error.code === 'bad-input')) {
      return exploreAgain(error, { exposures, unexposed, live, allowedPerSession });
    }
    throw error;
  }
};
