import type { Stage } from '@causeway/contract';
import { STAGES } from '@causeway/contract';
import { stageOf } from '../shell/stage-of.ts';
import type { StartOptions } from '../shell/start-options.ts';

/** One rule of the shop's map, and what it says of the page as it is now. */
export type StageRule = {
  /** the stage that the rule names */
  readonly stage: Stage;
  /** as the map has it */
  readonly rule: string;
  /** a path begins with / or *; anything else is a selector */
  readonly kind: 'path' | 'selector';
  /** whether it fits the page as it is now */
  readonly fits: boolean;
  /** it is this rule's stage that the page is taken for */
  readonly chosen: boolean;
  /** the reason in words */
  readonly why: string;
};

const reason = (rule: string, kind: StageRule['kind'], fits: boolean, view: Window): string => {
  const path = view.location.pathname + view.location.hash;
  if (kind === 'path') return `the path ${path} ${fits ? 'fits' : 'does not fit'} ${rule}`;
  if (fits) return `an element fits ${rule}, and is not in a hidden part`;
  try {
    return view.document.querySelector(rule) === null
      ? `no element fits ${rule}`
      : `what fits ${rule} is hidden`;
  } catch {
    return `${rule} is no selector`;
  }
};

/**
 * What a stage map makes of the page now: every rule, whether it fits and why, and the one that decides (the furthest stage of
 * which a rule fits). No rule chosen: the stage stays what it was, `landing` at first.
 */
export const explainStages = (
  stages: NonNullable<StartOptions['stages']>,
  view: Window = window,
): readonly StageRule[] => {
  const chosen = stageOf(stages, view);
  let taken = false;
  return STAGES.flatMap((stage) => [stages[stage] ?? []].flat().map((rule) => ({ stage, rule }))).map(
    ({ stage, rule }) => {
      const kind = /^[/*]/.test(rule) ? 'path' : 'selector';
      const fits = stageOf({ [stage]: rule }, view) !== null;
      const decides = fits && stage === chosen && !taken;
      taken ||= decides;
      return { stage, rule, kind, fits, chosen: decides, why: reason(rule, kind, fits, view) };
    },
  );
};
