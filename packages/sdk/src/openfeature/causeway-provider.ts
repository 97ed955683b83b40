import { NONE } from '@causeway/contract';
import type { Decided } from '../core/index.ts';
import type { Shopper } from '../shell/shopper.ts';

/** OpenFeature's ResolutionDetails, as far as this provider fills it. */
export type Resolution<T> = {
  readonly value: T;
  readonly variant?: string;
  readonly reason: 'SPLIT' | 'DEFAULT' | 'ERROR';
  readonly errorCode?: 'FLAG_NOT_FOUND' | 'PROVIDER_NOT_READY' | 'TYPE_MISMATCH';
  readonly errorMessage?: string;
  readonly flagMetadata?: Readonly<Record<string, string | number | boolean>>;
};

export type ProviderOptions = {
  /** decision points, which are the flags, each with the actions that the page can render */
  readonly points: Readonly<Record<string, readonly string[]>>;
};

/** What OpenFeature's web SDK asks of a provider; written out, so that the SDK imports none of it. */
export type CausewayProvider = {
  readonly metadata: { readonly name: 'causeway' };
  readonly runsOn: 'client';
  initialize(): Promise<void>;
  /** Asks anew: a step has closed, or the shop's context changed. */
  onContextChange(): Promise<void>;
  onClose(): Promise<void>;
  resolveStringEvaluation(flag: string, fallback: string): Resolution<string>;
  /** true: any action at all */
  resolveBooleanEvaluation(flag: string, fallback: boolean): Resolution<boolean>;
  resolveNumberEvaluation(flag: string, fallback: number): Resolution<number>;
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
  const ask = async () => {
    const asks = Object.entries(points).map(async ([point, actions]) => {
      decided.set(point, await shopper.decide(point, { actions, render: false }));
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
    onClose: async () => decided.clear(),
    resolveStringEvaluation: (flag, fallback) => resolve(flag, fallback, (action) => action),
    resolveBooleanEvaluation: (flag, fallback) => resolve(flag, fallback, (action) => action !== NONE),
    resolveNumberEvaluation: mismatch,
    resolveObjectEvaluation: mismatch,
  };
};
