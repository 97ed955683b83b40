import type { Fact, FactKind, Stage } from '@causeway/contract';
import { unitOfKind } from '@causeway/contract';
import { createSensePage } from '../senses/create-sense-page.ts';
import { startSenses } from '../senses/start-senses.ts';
import { handOver } from '../shell/hand-over.ts';
import { isAllowed } from '../shell/is-allowed.ts';
import { stageOf } from '../shell/stage-of.ts';
import type { Consent, StartOptions } from '../shell/start-options.ts';
import { createFactBeacon } from './create-fact-beacon.ts';

/** What friction alone has a use for; there is no edge, no decision and no storage. */
export type FrictionOptions = Pick<StartOptions, 'consent' | 'honourGpc' | 'friction' | 'stages'> & {
  /** where facts are posted to, as `{version, facts, dropped}`; by default none leaves the page */
  readonly report?: string;
};

/** The senses at work in a page. No method throws; before consent every one of them does nothing. */
export type FrictionWatch = {
  /** Each fact, at once. Returns how to unsubscribe. */
  on(event: 'friction', listener: (fact: Fact) => void): () => void;
  /** A fact that only the shop knows of: `friction('payment-failed')`. */
  friction(kind: FactKind, role?: string, value?: number): void;
  /** Names the stage, for a shop that does not map it with `stages`. */
  stage(stage: Stage): void;
  /** Consent given or taken back later. */
  consent(consent: Consent): void;
  /** Removes every listener, timer and observer. */
  stop(): void;
};

const TICK_MS = 500;

/** Starts the senses alone in this page. Facts come by `on('friction')`, and go to `report` in batches. */
export const startFriction = (given: FrictionOptions = {}): FrictionWatch => {
  const options = given ?? {};
  const { stages = {}, friction, report } = options;
  const listeners = new Set<(fact: Fact) => void>();
  let stage: Stage = 'landing';
  let senses: ReturnType<typeof createSensePage> | undefined;
  let halt = () => undefined as void;

  const moveTo = (to: Stage): void => {
    if (to === stage) return;
    stage = to;
    senses?.announce(':stage', to);
  };
  const open = (): void => {
    const url = report === undefined ? '' : new URL(report, location.href).href;
    const beacon = createFactBeacon(url ? handOver(window, url) : () => false);
    const feel = (kind: FactKind, role: string, value: number) => {
      const unit = unitOfKind(kind);
      if (!unit) return;
      const fact: Fact = { kind, at: Date.now(), stage, role, value, unit };
      if (url) beacon.keep(fact);
      for (const listener of listeners) page.guard(listener)(fact);
    };
    const page = createSensePage(feel, () => undefined, friction?.exclude);
    const follow = () => moveTo(stageOf(stages, window) ?? stage);
    senses = page;
    follow();
    startSenses(page, [stage], (other) => other === url);
    page.announce(':stage', stage);
    page.hear({
      'pointerdown click': follow,
      'visibilitychange pagehide': beacon.send,
    });
    const timer = setInterval(
      page.guard(() => {
        follow();
        page.announce(':tick', null);
        beacon.tick();
      }),
      TICK_MS,
    );
    halt = () => {
      clearInterval(timer);
      page.stop();
      senses = undefined;
    };
  };
  const consent = (given: Consent | undefined): void => {
    if (typeof window === 'undefined') return;
    if (given === 'denied') halt();
    else if (!senses && isAllowed(window, { ...options, consent: given })) {
      try {
        open();
      } catch {
        // A `report` that is no address: nothing is felt, and the page goes on.
      }
    }
  };

  consent(options.consent);
  return {
    on(_, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    friction: (kind, role = 'page', value = 1) => senses?.feel(kind, role, value),
    stage: moveTo,
    consent,
    stop: () => halt(),
  };
};
