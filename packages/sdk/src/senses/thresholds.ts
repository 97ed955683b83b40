/** Every threshold of the senses, once: ms, px or counts. The reason stands beside each. */
export const THRESHOLDS = {
  /** an answer slower than this breaks a train of thought (Nielsen's one second) */
  slowAnswerMs: 1000,
  /** without an answer for so long a press is dead: just over the 3 s of Amplitude and Sentry, so that 3 s are still slow */
  deadMs: 3400,
  /** scrolling, focus or selection answer a press only at once; later ones are the shopper's own (PostHog: 100 ms) */
  nearMs: 300,
  /** a pointer that moved further between down and up was dragging */
  dragPx: 12,
  /** presses closer than this in time and place are one burst (PostHog: 1 s, 30 px) */
  burstMs: 1000,
  burstPx: 30,
  /** so many presses of a burst without an effect of their own are rage (PostHog, Datadog: 3) */
  ragePresses: 3,
  /** answers closer than a frame are one answer */
  frameMs: 16,
  /** an error so soon after a press belongs to it (Amplitude: 2 s) */
  errorAfterPressMs: 2000,
  /** a request that a press starts, starts at once (Datadog: 100 ms) */
  requestAfterPressMs: 100,
  /** a request was asked for when it starts so soon after a press, a key (searches wait for the last one) or the end of a request that was */
  requestAfterActMs: 1000,
  /** a node that changes on its own is one that kept its rhythm within three beats */
  ownBeats: 3,
  /** and no timer is that late by itself, fast as the beat may be */
  ownLateMs: 600,
  /** what a page changes in its first second is how it comes in, no beat */
  ownFirstMs: 1000,
  /** what follows a scroll, a pointer that comes over a part, or data that arrive, follows within this time */
  followsMs: 50,
  /** on the beat: within a quarter of the gap */
  ownTolerance: 0.25,
  /** a change right after a press is out of rhythm when it misses the beat by more than this (ms, share of the gap) */
  ownJitterMs: 60,
  ownJitter: 0.08,
  /** an out-of-rhythm change of such a node is an answer only right after the press */
  ownAnswerMs: 100,
  /** a faster ticker has no out-of-rhythm changes that could be told */
  ownFastMs: 300,
  /** changes of a node so close are one change */
  ownTogetherMs: 80,
  /** while the page has been watched for less than this, a later change may be the first beat of a ticker */
  ownYoungMs: 3000,
  /** handlers that hold the page for so long have asked something (alert, confirm) or were felt themselves */
  heldMs: 400,
  /** the same field's error, told in several ways within this time, is one error */
  sameErrorMs: 1000,
  /** errors that show so soon after an attempt to submit, with nothing typed since, have blocked it */
  blockedMs: 4000,
  /** a request answers an attempt within this time */
  refusedMs: 10_000,
  /** leaving a field is judged when the page has had time to check it again */
  leftMs: 400,
  /** a field is refilled when so much of it went (to a third or less) and as much came back */
  refillLength: 4,
  refillShare: 1 / 3,
  /** most people start to type within two seconds of focus, and pause for less between words */
  firstInputMs: 2500,
  pauseMs: 2500,
  /** longer than this is absence, not hesitation */
  longestPauseMs: 60_000,
  /** a pointer rests on a call to action before an ordinary press for well under a second */
  targetMs: 1500,
  /** one that rests so long is told while it still rests */
  longTargetMs: 6000,
  /** from here on a visitor who did nothing counts as away; one who looked at another tab, sooner */
  idleMs: 20_000,
  hiddenMs: 5000,
  longestIdleMs: 1_800_000,
  /** a leg of scrolling shorter than this is a correction of the finger */
  scrollLegPx: 200,
  /** down, up and down again within this time is searching; once back up is not */
  scrollReversals: 2,
  scrollLookMs: 10_000,
  /** reading a total takes a moment; from three seconds it is a pause over the price, told after five */
  costDwellMs: 3000,
  costTellMs: 5000,
  longestCostDwellMs: 60_000,
  /** between web.dev's good (200, 2500) and poor (500, 4000): a busy machine alone takes a slow page past the first */
  inpMs: 300,
  lcpMs: 3000,
  /** web.dev: good up to this */
  cls: 0.1,
  /** a frame that blocks input visibly, on a machine that is busy with other things as well */
  longFrameMs: 250,
  /** the shop's own API, as slow as an answer may not be */
  slowRequestMs: 1000,
  /** a failed request and the shop's own word within this time are one failed payment; the shop's word is waited for */
  samePaymentMs: 2000,
  shopTellsMs: 300,
  /** one source line that fails again and again is told so often */
  sameScriptError: 3,
} as const;
