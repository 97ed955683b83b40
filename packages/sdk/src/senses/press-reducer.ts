import type { FeltFact, Step } from './felt-fact.ts';
import type { Doubt } from './own-change.ts';
import { MAYBE, PERHAPS, YES } from './own-change.ts';
import { THRESHOLDS } from './thresholds.ts';

// Presses and what answered them -> dead, rage, slow-answer and error clicks. A press on a control that promises an effect and
// shows none is dead; an answer after a second is slow, by its delay; presses that had no effect of their own are rage, and
// a stepper that answers each one never is.

/**
 * `spot` is the pressed element; `downAt` is when the pointer went down (ms), `judged` whether the element promises an effect,
 * `answered` whether it had one between pointer and click.
 */
export type Press = {
  readonly downAt: number;
  readonly x: number;
  readonly y: number;
  readonly spot: unknown;
  readonly roleName: string;
  readonly judged: boolean;
  readonly hadEffect: boolean;
};

/** A press that waits for its answer. */
type Open = Press & {
  /** the shopper went on to something else */
  readonly passedBy?: boolean;
  /** a request that it started has ended */
  readonly saved?: boolean;
  /** when it was answered, unless that is taken back */
  readonly likelyAt?: number | undefined;
  /** when it was answered, if a request of its own brought that */
  readonly perhapsAt?: number | undefined;
};
type Burst = Press & {
  readonly pressedAgainAt: number;
  readonly presses: number;
  readonly effectCount: number;
};

export type PressState = {
  readonly openPresses: readonly Open[];
  readonly burst?: Burst | undefined;
  readonly lastPress: number;
  /** the last press that was called dead: its answer may still come, with its request */
  readonly lastDead?: Press | undefined;
};
type PressStep<Told extends readonly unknown[] = []> = Step<PressState, Told>;

export const startPresses: PressState = { openPresses: [], lastPress: -Infinity };

const slow = ({ judged, roleName, downAt }: Press, at: number): FeltFact | false =>
  judged && at - downAt >= THRESHOLDS.slowAnswerMs && ['slow-answer', roleName, at - downAt];

const TAKEN_BACK = { likelyAt: undefined, perhapsAt: undefined };

/** Ends a burst and open presses whose time is over: the step before every other. */
export const onTime: PressStep = ({ burst, openPresses, lastDead }, at) => {
  const over = burst && at - burst.pressedAgainAt > THRESHOLDS.burstMs;
  const ended = openPresses.filter(({ downAt }) => at - downAt >= THRESHOLDS.deadMs);
  const died = ended.filter(({ judged, saved, likelyAt }) => judged && !saved && !likelyAt);
  return [
    {
      burst: over ? undefined : burst,
      openPresses: openPresses.filter((one) => !ended.includes(one)),
      lastDead: died.at(-1) ?? lastDead,
    },
    over &&
      burst.presses - burst.effectCount >= THRESHOLDS.ragePresses && [
        'rage-click',
        burst.roleName,
        burst.presses,
      ],
    ...died.map(({ roleName }): FeltFact => ['dead-click', roleName]),
    ...ended.map((one) => slow(one, one.likelyAt ?? (one.saved ? one.perhapsAt : 0) ?? 0)),
  ];
};

export const onPress: PressStep<[Press, disabled?: boolean]> = (
  { burst, openPresses },
  at,
  press,
  disabled = false,
) => {
  const { spot, roleName, hadEffect, x, y } = press;
  const same = burst && (burst.spot === spot || Math.hypot(burst.x - x, burst.y - y) <= THRESHOLDS.burstPx);
  const before: Burst = same ? burst : { ...press, pressedAgainAt: at, presses: 0, effectCount: 0 };
  const others = openPresses.map((one) => (one.spot === spot ? one : { ...one, passedBy: true }));
  return [
    {
      burst: {
        ...before,
        x,
        y,
        pressedAgainAt: at,
        presses: before.presses + 1,
        effectCount: before.effectCount + Number(hadEffect),
      },
      lastPress: at,
      // Presses of one burst on one element are one question: it is open once, from its first press.
      openPresses:
        hadEffect || disabled || openPresses.some((one) => one.spot === spot) ? others : [...others, press],
    },
    // A disabled control is dead at once, unless an earlier press of the burst is what disabled it.
    disabled && !same && ['dead-click', roleName],
  ];
};

/**
 * The page changed. `near`: in a way that answers only at once; `surely`: unless it is taken back, and no press of a burst
 * counts on a node's beat; `on`: while the pointer is down on that, whose press will say so itself, and no other's answer it is.
 */
export const onAnswer: PressStep<[near?: boolean, surely?: number, on?: unknown]> = (
  { burst, openPresses, lastPress },
  at,
  near = false,
  surely = YES,
  on = undefined,
) => {
  const mine = ({ passedBy, downAt, spot }: Open) =>
    !passedBy && (on ?? spot) === spot && !(near && at - downAt > THRESHOLDS.nearMs);
  // What comes right after a press is that press's; later, it may as well be an earlier one's, which is then not judged.
  const late = at - lastPress > THRESHOLDS.nearMs && !near && !on;
  const told = ({ likelyAt = at, perhapsAt = at }: Open) =>
    surely === PERHAPS ? { perhapsAt } : { likelyAt };
  return [
    {
      // Whatever changes at once, a press has one answer.
      burst: burst && {
        ...burst,
        effectCount: Math.min(burst.presses, burst.effectCount + Number(surely >= MAYBE)),
      },
      openPresses:
        surely < YES
          ? openPresses.map((one) => (mine(one) ? { ...one, ...told(one) } : one))
          : openPresses.filter((one) => !mine(one) && !(one.passedBy && late)),
    },
    surely === YES &&
      openPresses
        .filter(mine)
        .map((one) => slow(one, one.likelyAt ?? at))
        .find((one) => one),
  ];
};

/** The change that was told as likely was the page's own. */
export const onRevoke: PressStep<[Doubt]> = ({ burst, openPresses }, _, { likelyAt, surely }) => [
  {
    burst:
      burst && surely >= MAYBE && likelyAt >= burst.downAt
        ? { ...burst, effectCount: burst.effectCount - 1 }
        : burst,
    // The two times are read one after the other: the same change, a moment apart.
    openPresses: openPresses.map((one) =>
      Math.abs(likelyAt - (one.likelyAt ?? one.perhapsAt ?? 0)) < THRESHOLDS.frameMs
        ? { ...one, ...TAKEN_BACK }
        : one,
    ),
  },
];

/** Data have arrived at `end` that were asked for at `from`, by no one: what showed right then was they, on a press that came later. */
export const onArrival: PressStep<[from: number, end: number]> = ({ openPresses }, _, from, end) => [
  {
    openPresses: openPresses.map((one) => {
      const afterMs = (one.likelyAt ?? one.perhapsAt ?? 0) - end;
      return from < one.downAt && afterMs >= -THRESHOLDS.frameMs && afterMs <= THRESHOLDS.followsMs
        ? { ...one, ...TAKEN_BACK }
        : one;
    }),
  },
];

/**
 * A request has ended that had started at `from`. A press that only had something saved is not dead; one that waited longer for
 * its request was slow as well.
 */
export const onRequest: PressStep<[from: number]> = ({ openPresses, lastDead }, at, from) => {
  const started = ({ downAt }: Press) => from >= downAt && from - downAt <= THRESHOLDS.requestAfterPressMs;
  const late = lastDead && started(lastDead);
  return [
    {
      openPresses: openPresses.map((one) => (started(one) ? { ...one, saved: true } : one)),
      lastDead: late ? undefined : lastDead,
    },
    late && slow(lastDead, at),
  ];
};

/** A script failed; `own`: at a place that had failed the same way before, with no press. */
export const onError: PressStep<[own?: boolean]> = ({ openPresses, lastPress }, at, own = false) => {
  const soon = (from: number) => !own && at - from <= THRESHOLDS.errorAfterPressMs;
  const hit = openPresses.find(({ downAt }) => soon(downAt));
  return [
    { openPresses: openPresses.filter((one) => one !== hit) },
    [hit || soon(lastPress) ? 'error-click' : 'script-error', hit?.roleName ?? 'page'],
  ];
};

/** The shopper went on to something else, and later changes belong to that. */
export const onOther: PressStep = ({ openPresses }) => [
  { openPresses: openPresses.map((one) => ({ ...one, passedBy: true })) },
];

/** The page is being left. */
export const onLeave: PressStep = () => [{ openPresses: [], burst: undefined }];

/** The shopper did something that is not judged: what comes right after it is that's. */
export const onSeen: PressStep = ({ openPresses }, at) => [
  { lastPress: at, openPresses: openPresses.map((one) => ({ ...one, passedBy: true })) },
];
