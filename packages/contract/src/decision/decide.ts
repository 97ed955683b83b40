import { digest } from '../maths/digest.ts';
import { keyedUniform } from '../maths/uniform.ts';
import type { Action } from '../policy/action.ts';
import { faceCents } from '../policy/action.ts';
import { choose, distribution } from '../policy/distribution.ts';
import type { PolicyModel } from '../policy/policy-model.ts';
import { score } from '../policy/policy-model.ts';
import type { Profile } from '../profile/profile.ts';
import { encodeState, type State } from '../state/encode-state.ts';
import type { Ask } from './decision-input.ts';
import type { DecisionRecord } from './decision-record.ts';
import { type MaskReason, maskOf } from './eligibility.ts';
import { rebuildState, type StepModels } from './rebuild-state.ts';

export type DecideInput = {
  readonly ask: Ask;
  readonly profile: Profile;
  readonly session: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly spendableCents: number;
  readonly at: number;
  readonly release: string;
  readonly worker: string;
  readonly models: StepModels & { readonly policy: PolicyModel; readonly actions: readonly Action[] };
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

/** Masks -> scores -> π(·|s): all of a decision but the draw. Candidates in shadow and offline values use this too. */
export const consider = (
  input: Pick<DecideInput, 'ask' | 'profile' | 'counts' | 'spendableCents' | 'models'>,
): Considered => {
  const { ask, profile, models } = input;
  const state = rebuildState(models, profile, ask.state);
  const { cartCents } = ask.state.context;
  const masks: Record<string, MaskReason> = {};
  const eligible = models.actions.map((action) => {
    const reason = maskOf(action, {
      actions: models.actions,
      offered: ask.offered,
      counts: input.counts,
      proven: profile.known,
      spendableCents: input.spendableCents,
      cartCents,
      control: profile.holdout,
    });
    if (reason !== null) masks[action.id] = reason;
    return reason === null;
  });
  const scores = score(models.policy, models.actions, encodeState(state), cartCents);
  const ids = models.actions.map(({ id }) => id);
  return { state, masks, distribution: distribution(models.policy, scores, eligible, ids) };
};

/** The whole decision, pure: time, chance (the key) and money come in as arguments; the record comes out. */
export const decide = (input: DecideInput): DecisionRecord => {
  const { ask, profile, models } = input;
  const { state, masks, distribution: pi } = consider(input);
  const k = choose(pi, drawUniform(input.drawKey, input));
  const action = models.actions[k] as Action;
  return {
    kind: 'decision',
    version: 1,
    id: decisionId(input),
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
    actions: models.actions.map(({ id }) => id),
    masks,
    distribution: pi,
    action: action.id,
    propensity: pi[k] as number,
    mode: profile.holdout ? 'control' : models.policy.exploration === 1 ? 'explore' : 'policy',
    release: input.release,
    worker: input.worker,
    arms: profile.arms,
    faceCents: faceCents(action, ask.state.context.cartCents),
    lease: null,
    granted: true,
  };
};
