import { PHI_NAMES } from '@causeway/contract';
import type { VisitState } from '../core/index.ts';

/** A state in the words of a panel, each a line of text. */
export type Picture = {
  /** stage and step, friction and hazard, release and profile */
  readonly head: readonly string[];
  /** φ's largest coordinates: what the friction of now is made of */
  readonly contributions: readonly string[];
  /** the last decision with its whole distribution */
  readonly decision: readonly string[];
  /** what waits to be sent, and what was lost, by reason */
  readonly queue: readonly string[];
};

const MOST = 5;
const two = (x: number): string => x.toFixed(2);

/** What a panel says of a visit. A page model may be a learned one, so contributions are φ's own coordinates, largest first. */
export const pictureOf = (state: VisitState): Picture => {
  const { stage, step, index, smoothed, hazard, survival, phi, lastDecision, drops } = state;
  const contributions = phi
    .map((value, k) => ({ name: PHI_NAMES[k] ?? `phi.${k}`, value }))
    .filter(({ value }) => Math.abs(value) > 0.005)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, MOST)
    .map(({ name, value }) => `${name} ${two(value)}`);
  const answer = lastDecision?.answer ?? null;
  const decision =
    lastDecision === null
      ? ['none asked']
      : [
          `${lastDecision.point}: ${lastDecision.decided.action}${lastDecision.decided.reason ? ` (${lastDecision.decided.reason})` : ''} in ${Math.round(lastDecision.tookMs)} ms`,
          ...Object.entries(answer?.distribution ?? {}).map(([action, p]) => `π(${action}) ${two(p)}`),
        ];
  return {
    head: [
      `stage ${stage}, step ${step}`,
      `F ${two(index)}, F̄ ${two(smoothed)}, λ ${two(hazard)}, S ${two(survival)}`,
      `release ${state.release?.slice(0, 8) ?? 'none'}, profile ${state.signed ? 'signed' : 'prior'}`,
    ],
    contributions: contributions.length > 0 ? contributions : ['none'],
    decision,
    queue: [
      `${state.queue} waiting, ${state.acknowledged} acknowledged, ${state.failures} failed in a row`,
      ...Object.entries(drops).map(([why, n]) => `${why}: ${n}`),
    ],
  };
};
