import type { Stage } from '@causeway/contract';
import { isCheckout } from '@causeway/contract';
import type { Reduced, Step } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

// Going back and forth between checkout stages, searching by scrolling up and down, and coming back after a while.

export type WanderingState = {
  /** the last stages, oldest first */
  readonly lastStages: readonly Stage[];
  /** the furthest point of this leg, px, and whether the leg goes down; undefined before the first leg */
  readonly furthest: number;
  readonly downward: boolean | undefined;
  /** when the scrolling turned, ms */
  readonly turnsAt: readonly number[];
  readonly lastActiveAt: number;
};
type WanderingStep<Told extends readonly unknown[] = []> = Step<WanderingState, Told>;

export const startWandering = (at: number, trail: readonly Stage[] = [], y = 0): WanderingState => ({
  lastStages: trail,
  furthest: y,
  downward: undefined,
  turnsAt: [],
  lastActiveAt: at,
});

/** The shop is at a stage. */
export const onStage: WanderingStep<[Stage]> = ({ lastStages }, _, stage) => {
  const last = lastStages.at(-1);
  return last === stage
    ? [{}]
    : [
        { lastStages: [...lastStages, stage].slice(-4) },
        // Browse and product in turn is shopping; with cart or checkout in it, it is doubt.
        lastStages.at(-2) === stage &&
          (isCheckout(stage) || isCheckout(last as Stage)) && ['back-and-forth', 'page'],
      ];
};

const back = (from: number, at: number, least: number, changes = {}): Reduced<WanderingState> => [
  { ...changes, lastActiveAt: at },
  at - from >= least && ['return-after-idle', 'page', Math.min(at - from, THRESHOLDS.longestIdleMs)],
];

/** The page was hidden since `from`, and is seen again. */
export const onBack: WanderingStep<[from: number]> = (_, at, from) => back(from, at, THRESHOLDS.hiddenMs);

/** The shopper did something. */
export const onActive: WanderingStep = ({ lastActiveAt }, at) => back(lastActiveAt, at, THRESHOLDS.idleMs);

/** The shopper pressed something, and was done with looking around. */
export const onPress: WanderingStep = ({ lastActiveAt }, at) =>
  back(lastActiveAt, at, THRESHOLDS.idleMs, { turnsAt: [], downward: undefined });

/** The page was scrolled to `y`, px. A turn counts once the leg after it is long enough to be no correction; the leg before it was. */
export const onScroll: WanderingStep<[y: number]> = (
  { furthest, downward, turnsAt, lastActiveAt },
  at,
  y,
) => {
  const moved = y - furthest;
  const turned = downward !== moved > 0;
  return back(
    lastActiveAt,
    at,
    THRESHOLDS.idleMs,
    turned && Math.abs(moved) < THRESHOLDS.scrollLegPx
      ? {}
      : {
          furthest: y,
          downward: moved > 0,
          turnsAt:
            turned && downward !== undefined
              ? [...turnsAt.filter((turn) => at - turn <= THRESHOLDS.scrollLookMs), at]
              : turnsAt,
        },
  );
};

export const onLook: WanderingStep = ({ turnsAt }) =>
  turnsAt.length < THRESHOLDS.scrollReversals
    ? [{}]
    : [{ turnsAt: [] }, ['scroll-reversal', 'page', turnsAt.length]];
