import { digest } from '../maths/digest.ts';
import { keyedUniform } from '../maths/uniform.ts';
import type { Action } from '../policy/action.ts';
import { faceCents } from '../policy/action.ts';
import type { ContactRules, Shown } from '../policy/contact-rules.ts';
import { choose, distribution } from '../policy/distribution.ts';
import type { PolicyModel } from '../policy/policy-model.ts';
import { boundedFor, score } from '../policy/policy-model.ts';
import type { Profile } from '../profile/profile.ts';
import { encodeState, type State } from '../state/encode-state.ts';
import type { Ask } from './decision-input.ts';
import type { DecisionRecord } from './decision-record.ts';
import { type EligibilityInput, type MaskReason, maskOf } from './eligibility.ts';
import { rebuildState, type StepModels } from './rebuild-state.ts';

export type DecideModels = StepModels & {
  readonly policy: PolicyModel;
  readonly actions: readonly Action[];
  readonly rules?: ContactRules;
  /** policies in shadow, by name */
  readonly shadow?: Readonly<Record<string, PolicyModel>>;
};

export type DecideInput = {
  readonly ask: Ask;
  readonly profile: Profile;
  readonly session: string;
  readonly counts: Readonly<Record<string, number>>;
  /** what was drawn for this person lately, for the rules on contacts */
  readonly history?: readonly Shown[];
  readonly spendableCents: number;
  /** the paced multiplier; without it the policy's own */
  readonly multiplier?: number;
  readonly at: number;
  readonly release: string;
  readonly worker: string;
  /** the decision's name, from a caller who has reckoned `decisionId` of this very input already */
  readonly id?: string;
  readonly models: DecideModels;
  readonly drawKey: Uint8Array;
};

type Names = Pick<DecideInput, 'profile' | 'session' | 'release'> & { readonly ask: Ask };

/** A decision's name: the same question under the same release has the same name, and so is counted once. */
export const decisionId = ({ profile, session, ask, release }: Names): string =>
  digest(['decision', profile.subject, session, ask.point, ask.state.step, release]);

/** The draw's uniform: a keyed hash of (subject, session, point, step, release). Asking again gives the same number. */
export const drawUniform = (key: Uint8Array, { profile, session, ask, release }: Names): number =>
  keyedUniform(key, 'draw', profile.subject, session, ask.point, ask.state.step, release);

export type Considered = {
  readonly state: State;
  readonly masks: Record<string, MaskReason>;
  readonly distribution: number[];
};

export type ConsiderInput = Pick<DecideInput, 'ask' | 'profile' | 'counts' | 'spendableCents' | 'models'> &
  Partial<Pick<DecideInput, 'history' | 'multiplier' | 'at'>>;

const factsOf = ({ ask, profile }: Pick<ConsiderInput, 'ask' | 'profile'>) => ({
  known: profile.known,
  stratum: profile.stratum,
  stage: ask.state.stage,
  context: ask.state.context,
});

/** What masks look at. Rules on contacts need the time; without rules it does not matter. */
export const eligibilityOf = (input: ConsiderInput): EligibilityInput => {
  const { ask, profile, models, history = [], at = 0 } = input;
  const { rules } = models;
  return {
    actions: models.actions,
    offered: ask.offered,
    counts: input.counts,
    proven: profile.known,
    spendableCents: input.spendableCents,
    cartCents: ask.state.context.cartCents,
    control: profile.holdout,
    ...(rules === undefined ? {} : { contacts: { rules, history, at, facts: factsOf(input) } }),
  };
};

type Reckoned = Considered & { readonly x: number[]; readonly eligible: boolean[]; readonly ids: string[] };

/** π(·|s) of one policy, on masks that are known. */
const mixOf = (
  policy: PolicyModel,
  input: ConsiderInput,
  { x, eligible, ids }: Omit<Reckoned, 'distribution'>,
) => {
  const { ask, models } = input;
  const scores = score(policy, models.actions, x, ask.state.context.cartCents, models.runners);
  return distribution(boundedFor(policy, factsOf(input)), scores, eligible, ids);
};

const reckon = (input: ConsiderInput): Reckoned => {
  const { ask, profile, models, multiplier } = input;
  const state = rebuildState(models, profile, ask.state);
  const masks: Record<string, MaskReason> = {};
  const given = eligibilityOf(input);
  const eligible = models.actions.map((action) => {
    const reason = maskOf(action, given);
    if (reason !== null) masks[action.id] = reason;
    return reason === null;
  });
  const policy = multiplier === undefined ? models.policy : { ...models.policy, multiplier };
  const known = { state, masks, x: encodeState(state), eligible, ids: models.actions.map(({ id }) => id) };
  return { ...known, distribution: mixOf(policy, input, known) };
};

/** Masks -> scores -> π(·|s): all of a decision but the draw. Offline values use this too. */
export const consider = (input: ConsiderInput): Considered => {
  const { state, masks, distribution: pi } = reckon(input);
  return { state, masks, distribution: pi };
};

/** The whole decision, pure: time, chance (the key) and money come in as arguments; the record comes out. */
export const decide = (input: DecideInput): DecisionRecord => {
  const { ask, profile, models, history, multiplier } = input;
  const reckoned = reckon(input);
  const { state, masks, distribution: pi, ids } = reckoned;
  const u = drawUniform(input.drawKey, input);
  const k = choose(pi, u);
  const action = models.actions[k] as Action;
  const shadow = Object.entries(models.shadow ?? {}).map(([name, policy]) => {
    const other = mixOf(policy, input, reckoned);
    return [name, { action: ids[choose(other, u)] as string, distribution: other }] as const;
  });
  return {
    kind: 'decision',
    version: 1,
    id: input.id ?? decisionId(input),
    at: input.at,
    subject: profile.subject,
    session: input.session,
    point: ask.point,
    state: ask.state,
    z: profile.z,
    spread: profile.spread,
    known: profile.known,
    hazard: state.hazard,
    offered: ask.offered,
    counts: { ...input.counts },
    actions: ids,
    masks,
    distribution: pi,
    action: action.id,
    propensity: pi[k] as number,
    mode: modeOf(profile, models.policy),
    release: input.release,
    worker: input.worker,
    arms: profile.arms,
    faceCents: faceCents(action, ask.state.context.cartCents),
    lease: null,
    granted: true,
    ...(profile.stratum === undefined ? {} : { stratum: profile.stratum }),
    ...(models.rules === undefined ? {} : { history: [...(history ?? [])] }),
    ...(multiplier === undefined ? {} : { multiplier }),
    ...(shadow.length === 0 ? {} : { shadow: Object.fromEntries(shadow) }),
  };
};

const modeOf = ({ override, holdout }: Profile, { exploration }: PolicyModel): DecisionRecord['mode'] => {
  if (override === true) return 'override';
  if (holdout) return 'control';
  return exploration === 1 ? 'explore' : 'policy';
};
