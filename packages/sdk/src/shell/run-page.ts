import type { FactKind, Stage } from '@causeway/contract';
import type { Visit, VisitOptions } from '../core/index.ts';
import { createSensePage } from '../senses/create-sense-page.ts';
import { inferStage } from '../senses/infer-stage.ts';
import { startSenses } from '../senses/start-senses.ts';
import { leavingWatch } from './leaving-watch.ts';
import { openVisit } from './open-visit.ts';
import { stageOf } from './stage-of.ts';
import type { StartOptions } from './start-options.ts';
import { visitStore } from './visit-store.ts';

/** A visit at work in this page. */
export type Running = {
  readonly visit: Visit;
  /** a fact that the shop tells, unless a sense told it a moment ago */
  readonly feel: (kind: FactKind, role: string, value: number) => void;
  readonly stage: (stage: Stage) => void;
  /** Ends the visit with an order: the next page, or the next stage, is a new visit. */
  readonly order: () => void;
  /** Stops; `discard`: what was not sent yet is not sent any more, for a consent that was taken back. */
  readonly stop: (discard?: boolean) => void;
};

export type PageHooks = {
  readonly isStopped: () => boolean;
  /** the visit ended with an order, and the visitor goes on to another stage */
  readonly onNewVisit: () => void;
  readonly onEvent: VisitOptions['onEvent'];
};

const TICK_MS = 500;
/** Without a move, press or key for so long the visitor is not active, ms. */
const ACTIVE_MS = 10_000;
const SAVE_MS = 5000;

type Opened = NonNullable<Awaited<ReturnType<typeof openVisit>>>;
type Life = {
  readonly clock: () => number;
  readonly findStage: (named: boolean) => Stage | null;
  readonly exclude: string | undefined;
  readonly onNewVisit: () => void;
};

const undo = (stops: readonly (() => void)[]): void => {
  for (const stop of stops) stop();
};

/** The visit's life in the page: its senses, its clock and its deliveries. `stops` gets what undoes each. */
const liveIn = (
  view: Window & typeof globalThis,
  opened: Opened,
  { clock, findStage, exclude, onNewVisit }: Life,
  stops: (() => void)[],
): Running => {
  const { visit, delivery } = opened;
  const visits = visitStore(view);
  let { trail } = opened;
  let ended = false;
  let named = false;

  const senses = createSensePage(
    (kind, role, value) => visit.feel({ kind, role, value }),
    () => visit.count('sense-failed'),
    exclude,
  );
  stops.push(senses.stop);
  const save = () => {
    if (!ended) visits.write({ snapshot: visit.snapshot(), trail, at: clock() });
  };
  const moveTo = (stage: Stage) => {
    if (ended && stage !== 'done') return onNewVisit();
    visit.moveTo(stage);
    if (trail.at(-1) === stage) return;
    trail = [...trail, stage].slice(-4);
    senses.announce(':stage', stage);
    save();
  };
  const follow = () => {
    const stage = findStage(named);
    if (stage !== null) moveTo(stage);
  };

  let tickedAt = clock();
  let activeAt = tickedAt;
  let savedAt = tickedAt;
  const tick = senses.guard(() => {
    const at = clock();
    const awake = at - tickedAt < 4 * TICK_MS;
    tickedAt = at;
    follow();
    visit.tick(awake && view.document.visibilityState === 'visible' && at - activeAt <= ACTIVE_MS);
    senses.announce(':tick', null);
    delivery?.tick();
    if (at - savedAt < SAVE_MS) return;
    savedAt = at;
    save();
  });
  const timer = view.setInterval(tick, TICK_MS);
  stops.push(() => view.clearInterval(timer));
  const deliver = () => {
    delivery?.hide();
    save();
  };

  startSenses(senses, trail, opened.isOwnRequest);
  const leaving = leavingWatch(senses, view);
  senses.hear({
    'pointerdown pointermove keydown'() {
      activeAt = clock();
    },
    visibilitychange() {
      if (view.document.visibilityState === 'hidden') deliver();
    },
    pagehide() {
      if (!leaving.staysInShop()) visit.end('left');
      deliver();
    },
    // A press is felt on the stage it was made on, however short the stop there: the clock alone would miss a quick one.
    'pointerdown click popstate hashchange': follow,
    online: opened.online,
  });

  const { stage } = visit.state();
  trail = trail.length > 0 ? trail : [stage];
  senses.announce(':stage', stage);
  follow();
  return {
    visit,
    feel: senses.feel,
    stage(to) {
      named = true;
      moveTo(to);
    },
    order() {
      visit.end('order');
      ended = true;
      visits.clear();
      void visit.flush(true);
    },
    stop(discard) {
      undo(stops);
      if (!discard) deliver();
      opened.stop();
    },
  };
};

/** Opens the visit and lives in the page. Called after consent alone. Null when stopped meanwhile; what throws leaves nothing running. */
export const runPage = async (
  options: StartOptions,
  view: Window & typeof globalThis,
  { isStopped, onNewVisit, onEvent }: PageHooks,
): Promise<Running | null> => {
  const { stages, friction } = options;
  /** A shop that neither maps nor names its stages has them read from the usual words of its paths. */
  const findStage = (named: boolean): Stage | null => {
    if (stages) return stageOf(stages, view);
    return named ? null : inferStage(view.location.pathname + view.location.hash);
  };
  const clock = () => view.Date.now();
  const stage = findStage(false) ?? 'landing';
  const opened = await openVisit(options, view, { clock, stage, isStopped, onEvent });
  // The visit is open and the senses are still to start: between the two the page has its turn, where the browser can give it one.
  const { scheduler } = view as { scheduler?: { yield?(): Promise<void> } };
  await (async () => scheduler?.yield?.())().catch(() => undefined);
  if (opened === null || isStopped()) {
    opened?.stop();
    return null;
  }
  const stops: (() => void)[] = [];
  try {
    return liveIn(view, opened, { clock, findStage, exclude: friction?.exclude, onNewVisit }, stops);
  } catch (error) {
    undo(stops);
    opened.stop();
    throw error;
  }
};
