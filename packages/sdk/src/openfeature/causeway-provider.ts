import { NONE } from '@causeway/contract';
import type { Decided } from '../core/index.ts';
import type { Shopper } from '../shell/shopper.ts';

/** OpenFeature's ResolutionDetails, as far as this provider fills it. */
export type Resolution<T> = {
  /** the action, whether there is one, or the caller's fallback */
  readonly value: T;
  /** the action's id */
  readonly variant?: string;
  /** SPLIT: drawn by the edge; DEFAULT: no answer in time; ERROR: see `errorCode` */
  readonly reason: 'SPLIT' | 'DEFAULT' | 'ERROR';
  /** OpenFeature's own code */
  readonly errorCode?: 'FLAG_NOT_FOUND' | 'PROVIDER_NOT_READY' | 'TYPE_MISMATCH';
  /** the error in words */
  readonly errorMessage?: string;
  /** `decision` and `propensity` of a draw, or the `fault` for which there is none */
  readonly flagMetadata?: Readonly<Record<string, string | number | boolean>>;
};

/** Which flags there are. */
export type ProviderOptions = {
  /** decision points, which are the flags, each with the actions that the page can render */
  readonly points: Readonly<Record<string, readonly string[]>>;
};

/** What OpenFeature's web SDK asks of a provider; written out, so that the SDK imports none of it. */
export type CausewayProvider = {
  /** the provider's name */
  readonly metadata: { readonly name: 'causeway' };
  /** for OpenFeature's web SDK */
  readonly runsOn: 'client';
  /** Asks at every point; the provider is ready when each has its answer. */
  initialize(): Promise<void>;
  /** Asks anew: a step has closed, or the shop's context changed. */
  onContextChange(): Promise<void>;
  /** Forgets what was decided. */
  onClose(): Promise<void>;
  /** the action's id, `none` included */
  resolveStringEvaluation(flag: string, fallback: string): Resolution<string>;
  /** true: any action at all */
  resolveBooleanEvaluation(flag: string, fallback: boolean): Resolution<boolean>;
  /** TYPE_MISMATCH: an action is no number */
  resolveNumberEvaluation(flag: string, fallback: number): Resolution<number>;
  /** TYPE_MISMATCH: an action is no object */
  resolveObjectEvaluation<T>(flag: string, fallback: T): Resolution<T>;
};

/**
 * Decisions as OpenFeature flags: a flag is a decision point, its string value the action. Evaluation is synchronous, so each
 * point is asked when the provider starts and when the context changes, within the shopper's own deadline; the shop renders.
 * `flagMetadata` carries the decision's id and propensity, to tell what became of it by `shopper.action(decision, 'rendered')`.
 */
export const causewayProvider = (
  shopper: Pick<Shopper, 'decide'>,
  { points }: ProviderOptions,
): CausewayProvider => {
  const decided = new Map<string, Decided>();
  let round = 0;
  const ask = async () => {
    const mine = (round += 1);
    const asks = Object.entries(points).map(async ([point, actions]) => {
      const answer = await shopper.decide(point, { actions, render: false });
      // A later change has asked again meanwhile, or the provider was closed: this answer is no longer of now.
      if (mine === round) decided.set(point, answer);
    });
    await Promise.all(asks);
  };
  const resolve = <T>(flag: string, fallback: T, read: (action: string) => T): Resolution<T> => {
    const found = decided.get(flag);
    if (found === undefined) {
      const known = Object.hasOwn(points, flag);
      return {
        value: fallback,
        reason: 'ERROR',
        errorCode: known ? 'PROVIDER_NOT_READY' : 'FLAG_NOT_FOUND',
        errorMessage: known ? `${flag} has not been asked yet` : `${flag} is not one of the points`,
      };
    }
    const { action, decision, propensity, reason } = found;
    if (decision === null)
      return { value: fallback, reason: 'DEFAULT', flagMetadata: { fault: reason ?? 'unknown' } };
    return {
      value: read(action),
      variant: action,
      reason: 'SPLIT',
      flagMetadata: { decision, propensity: propensity ?? 0 },
    };
  };
  const mismatch = <T>(flag: string, value: T): Resolution<T> => ({
    value,
    reason: 'ERROR',
    errorCode: 'TYPE_MISMATCH',
    errorMessage: `${flag} is an action: a string, or a boolean for any action at all`,
  });
  return {
    metadata: { name: 'causeway' },
    runsOn: 'client',
    initialize: ask,
    onContextChange: ask,
    async onClose() {
      round += 1;
      decided.clear();
    },
    resolveStringEvaluation: (flag, fallback) => resolve(flag, fallback, (action) => action),
    resolveBooleanEvaluation: (flag, fallback) => resolve(flag, fallback, (action) => action !== NONE),
    resolveNumberEvaluation: mismatch,
    resolveObjectEvaluation: mismatch,
  };
};
