/** Every threshold of the senses, once: ms, px or counts. The reason stands beside each. */
export const THRESHOLDS = {
  /** an answer slower than this breaks a train of thought (Nielsen's one second) */
  slowAnswerMs: 1000,
  /** without an answer for so long a press is dead (between PostHog's 2.5 s and Sentry's 3 s) */
  deadMs: 3000,
  /** scrolling, focus or selection answer a press only at once; later ones are the shopper's own (PostHog: 100 ms) */
  nearMs: 300,
  /** presses closer than this in time and place are one burst (PostHog: 1 s, 30 px) */
  burstMs: 1000,
  burstPx: 30,
  /** so many presses of a burst without an effect of their own are rage (PostHog, Datadog: 3) */
  ragePresses: 3,
  /** answers closer than a frame are one answer */
  frameMs: 16,
  /** an error so soon after a press belongs to it (Amplitude: 2 s; a page is rarely that slow to fail) */
  errorAfterPressMs: 1000,
  /** a request that a press starts, starts at once (Datadog: 100 ms) */
  requestAfterPressMs: 100,
  /** a node that changes on its own is one that kept its rhythm within three beats */
  ownBeats: 3,
  /** on the beat: within a quarter of the gap */
  ownTolerance: 0.25,
  /** an out-of-rhythm change of such a node is an answer only right after the press */
  ownAnswerMs: 100,
  /** the same field's error, told in several ways within this time, is one error */
  sameErrorMs: 1000,
  /** errors that show so soon after an attempt to submit have blocked it; an API's answer is in here */
  blockedMs: 1500,
  /** a field is refilled when so much of it went (to a third or less) and as much came back */
  refillLength: 4,
  refillShare: 1 / 3,
  /** most people start to type within two seconds of focus; twice that is a hesitation */
  firstInputMs: 4000,
  /** typing pauses between words stay under two seconds */
  pauseMs: 4000,
  /** longer than this is absence, not hesitation */
  longestPauseMs: 60_000,
  /** a pointer rests on a call to action before an ordinary press for well under a second */
  targetMs: 1500,
  /** from here on a visitor counts as away (OpenReplay and others: 30 s) */
  idleMs: 30_000,
  longestIdleMs: 1_800_000,
  /** a leg of scrolling shorter than this is a correction of the finger */
  scrollLegPx: 200,
  /** so many reversals in one look are searching, fewer are reading */
  scrollReversals: 3,
  /** reading a total takes a moment; from two seconds it is a pause over the price */
  costDwellMs: 2000,
  longestCostDwellMs: 60_000,
  /** web.dev: poor above these */
  inpMs: 500,
  lcpMs: 4000,
  cls: 0.25,
  /** a frame that blocks input visibly */
  longFrameMs: 500,
  /** the shop's own API: half of what counts as one unit of friction */
  slowRequestMs: 1500,
  /** one source line that fails again and again is told so often */
  sameScriptError: 3,
} as const;
