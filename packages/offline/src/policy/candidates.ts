import { type PolicyModel, STATE_SIZE } from '@causeway/contract';
import type { LinearModels } from '../learners/index.ts';

/** A policy to be weighed: learned effects at a temperature and a trust in their differences, or one arm for everyone. */
export type PolicyCandidate =
  | { readonly kind: 'learned'; readonly temperature: number; readonly trust: number }
  | { readonly kind: 'constant'; readonly arm: number };

export const candidateName = (c: PolicyCandidate, actions: readonly string[]): string =>
  c.kind === 'constant'
    ? `always ${actions[c.arm]}`
    : `learned, temperature ${c.temperature}, trust ${c.trust}`;

/** Cents of effect that no learned effect comes near: what makes one arm certain. */
export const CERTAIN = 1e6;

const constantRow = (level: number): number[] =>
  Array.from({ length: STATE_SIZE }, (_, k) => (k === 0 ? level : 0));

/**
 * The contract's PolicyModel of a candidate, before its multiplier. `trust` t mixes each arm's weights with its mean effect,
 * t τ_a(x) + (1 - t) mean τ_a: at 1 the effects as learned, at 0 one number an arm.
 */
export const candidateModel = (
  candidate: PolicyCandidate,
  models: Pick<LinearModels, 'effect' | 'cost'>,
  meanEffects: readonly number[],
  exploration: number,
  trainedOn: number,
): PolicyModel => {
  const common = {
    rule: 'softmax',
    kappa: 0,
    multiplier: 0,
    exploration,
    floor: 0,
    bounds: {},
    trainedOn,
  } as const;
  if (candidate.kind === 'constant') {
    const effect = models.effect.map((_, a) =>
      constantRow(a === 0 ? 0 : a === candidate.arm ? CERTAIN : -CERTAIN),
    );
    return { ...common, effect, cost: models.cost, temperature: 1 };
  }
  const effect = models.effect.map((w, a) =>
    w.map((v, k) => candidate.trust * v + (k === 0 ? (1 - candidate.trust) * (meanEffects[a] as number) : 0)),
  );
  return { ...common, effect, cost: models.cost, temperature: candidate.temperature };
};
