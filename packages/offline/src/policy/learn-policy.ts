import { type Action, Fault, type PolicyModel } from '@causeway/contract';
import type { Exposures } from '../exposure/exposures.ts';
import { type AverageEffect, averageEffects, type LinearModels } from '../learners/index.ts';
import { type Interval, meanInterval } from '../maths/index.ts';
import type { Scores } from '../nuisance/index.ts';
import { candidateModel, candidateName, type PolicyCandidate } from './candidates.ts';
import { type Belief, believe, chooseCandidate } from './choose-candidate.ts';
import { type CrossFitOptions, crossFit } from './cross-fit.ts';
import { type BudgetFit, fitBudget } from './fit-budget.ts';
import { candidatePredictions, meanEffects, policyGains } from './gains.ts';
import { openEligibility, type Predictions, policyMatrix } from './predictions.ts';

export type LearnPolicyOptions = CrossFitOptions & {
  /** Sessions in the log, asked or not; spend is counted against all of them. */
  readonly sessions: number;
  readonly allowedPerSession: number;
  readonly exploration: number;
  readonly temperatures?: readonly number[];
  readonly trusts?: readonly number[];
  /** Standard errors taken off a candidate's gain before it is compared; doing nothing has gain 0 and error 0. */
  readonly caution?: number;
};

/** One candidate as it was weighed: gain in cents an exposed session over doing nothing, out of fold. */
export type Weighed = {
  readonly name: string;
  readonly gain: Interval;
  readonly belief: Belief;
  readonly multiplier: number;
};

export type LearnedPolicy = {
  readonly policy: PolicyModel;
  readonly chosen: PolicyCandidate;
  readonly chosenName: string;
  readonly weighed: readonly Weighed[];
  readonly budget: BudgetFit;
  readonly averages: readonly AverageEffect[];
  readonly models: LinearModels;
  readonly scores: Scores;
  /** π of every row (n x A) under effects and a choice of candidate that did not see its fold: what evaluation may use. */
  readonly outOfFold: Float64Array;
  /** The arm, `none` included, that was best for everyone on the other folds, for every row. */
  readonly bestConstant: Int32Array;
};

/**
 * The effects are shrunken already, so that following them is worth most when it is sharp: over 5 worlds and two sizes of
 * log, choosing temperature and trust by their noisy gains was worth 0 to 48 cents a session less than this one choice.
 */
export const TEMPERATURES: readonly number[] = [8];
export const TRUSTS: readonly number[] = [1];
export const CAUTION = 0;

const requireTable = (e: Exposures, actions: readonly Action[]): void => {
  if (actions.length === e.actions.length && actions.every(({ id }, k) => id === e.actions[k])) return;
  const wanted = actions.map(({ id }) => id).join(', ');
  throw new Fault('unknown-action', 'exposures', `got ${e.actions.join(', ')}, the table has ${wanted}`);
};

/**
 * From exposures to a policy (A10-A12, B33, B39): cross-fitted scores and effects -> for each candidate the multiplier that keeps the
 * budget -> its gain over doing nothing by the doubly robust scores, out of fold -> the choice of `chooseCandidate`. The chosen one
 * takes the effects learned from all rows.
 */
export const learnPolicy = (e: Exposures, options: LearnPolicyOptions): LearnedPolicy => {
  const { actions } = options;
  requireTable(e, actions);
  const fit = crossFit(e, options);
  const arms = actions.length;
  const open = openEligibility(e, actions);
  const caution = options.caution ?? CAUTION;
  const budgeted = (model: PolicyModel, predictions: Predictions): BudgetFit =>
    fitBudget({
      model,
      predictions,
      eligible: open,
      actions,
      exposuresPerSession: e.n / Math.max(e.n, options.sessions),
      allowedPerSession: options.allowedPerSession,
    });
  const means = meanEffects(fit.outOfFold, e);
  const weigh = (candidate: PolicyCandidate) => {
    const predictions = candidatePredictions(candidate, fit.outOfFold, means);
    const { model } = budgeted(
      candidateModel(candidate, fit.models, means, options.exploration, e.n),
      predictions,
    );
    const pi = policyMatrix(model, predictions, e.eligible, actions);
    const modelGains = options.anchor === 'model' ? policyGains(pi, fit.scores.means.reward, arms) : null;
    return {
      candidate,
      pi,
      gains: policyGains(pi, fit.scores.reward, arms),
      modelGains,
      multiplier: model.multiplier,
    };
  };
  const { temperatures = TEMPERATURES, trusts = TRUSTS } = options;
  const learnedCandidates = trusts.flatMap((trust) =>
    temperatures.map((t): PolicyCandidate => ({ kind: 'learned', temperature: t, trust })),
  );
  const constants = actions.map((_, arm): PolicyCandidate => ({ kind: 'constant', arm }));
  const weighed = [...constants, ...learnedCandidates].map(weigh);
  const best = (rows: Int32Array | null) => chooseCandidate(weighed, e.subject, rows, caution);
  const outOfFold = new Float64Array(e.n * arms);
  const bestConstant = new Int32Array(e.n);
  for (let j = 0; j < fit.folds.count; j++) {
    const train = fit.folds.train(j);
    const { pi } = weighed[best(train)] as (typeof weighed)[number];
    const constant = bestConstantArm(e, fit.scores, train);
    for (const i of fit.folds.test(j)) {
      outOfFold.set(pi.subarray(i * arms, (i + 1) * arms), i * arms);
      bestConstant[i] = constant;
    }
  }
  const { candidate: chosen } = weighed[best(null)] as (typeof weighed)[number];
  const finalMeans = meanEffects(fit.predictions, e);
  const budget = budgeted(
    candidateModel(chosen, fit.models, finalMeans, options.exploration, e.n),
    candidatePredictions(chosen, fit.predictions, finalMeans),
  );
  return {
    policy: budget.model,
    chosen,
    chosenName: candidateName(chosen, e.actions),
    weighed: weighed.map((w) => ({
      name: candidateName(w.candidate, e.actions),
      gain: meanInterval(w.gains, e.subject),
      belief: believe(w, e.subject),
      multiplier: w.multiplier,
    })),
    budget,
    averages: averageEffects(e, fit.scores),
    models: fit.models,
    scores: fit.scores,
    outOfFold,
    bestConstant,
  };
};

/** The arm with the largest mean score over the rows, `none` where it is masked. */
const bestConstantArm = (e: Exposures, scores: Scores, rows: Int32Array): number => {
  const { arms } = scores;
  const totals = Array.from({ length: arms }, (_, a) => {
    let sum = 0;
    for (const i of rows) sum += scores.reward[i * arms + (e.eligible[i * arms + a] === 1 ? a : 0)] as number;
    return sum;
  });
  return totals.indexOf(Math.max(...totals));
};
