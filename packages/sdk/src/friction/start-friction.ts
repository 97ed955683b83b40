import type { Fact, FactKind, Stage } from '@causeway/contract';
import { FACT_KINDS } from '@causeway/contract';
import { createEmitter } from '../core/emitter.ts';
import { createSensePage } from '../senses/create-sense-page.ts';
import { startSenses } from '../senses/start-senses.ts';
import { handOver } from '../shell/hand-over.ts';
import { isAllowed } from '../shell/is-allowed.ts';
import { stageOf } from '../shell/stage-of.ts';
import type { Consent, StartOptions } from '../shell/start-options.ts';
import { createFactBeacon } from './create-fact-beacon.ts';

/** What friction alone has a use for; there is no edge, no decision and no storage. */
export type FrictionOptions = Pick<StartOptions, 'consent' | 'honourGpc' | 'friction' | 'stages'> & {
  /** where facts are posted to; without it none leaves the page */
  readonly report?: string;
};

/** The senses at work in a page. No method throws; before consent every one of them does nothing. */
export type FrictionWatch = {
  on(event: 'friction', listener: (fact: Fact) => void): () => void;
  /** A fact that only the shop knows of: `friction('payment-failed')`. */
  friction(kind: FactKind, role?: string, value?: number): void;
  stage(stage: Stage): void;
  consent(consent: Consent): void;
  stop(): void;
};

const TICK_MS = 500;

/** Starts the senses alone in this page. Facts come by `on('friction')`, and go to `report` in batches. */
export const startFriction = (options: FrictionOptions = {}): FrictionWatch => {
  const { stages = {}, friction, report } = options;
  const events = createEmitter<{ friction: Fact }>(() => undefined);
  let stage: Stage = 'landing';
  let senses: ReturnType<typeof createSensePage> | null = null;
  let halt = () => undefined as void;

  const feel = (kind: FactKind, role: string, value: number): void => {
    const known = Object.hasOwn(FACT_KINDS, kind) && senses !== null;
    if (known)
      events.emit('friction', { kind, at: Date.now(), stage, role, value, unit: FACT_KINDS[kind].unit });
  };
  const moveTo = (to: Stage): void => {
    if (to === stage) return;
    stage = to;
    senses?.signals.emit('stage', to);
  };
  const open = (view: Window & typeof globalThis): void => {
    const page = createSensePage({
      window: view,
      feel,
      exclude: friction?.exclude ?? null,
      onFault: () => undefined,
    });
    senses = page;
    const follow = () => moveTo(stageOf(stages, view) ?? stage);
    follow();
    const url = report === undefined ? null : new URL(report, view.location.href).href;
    startSenses(page, { trail: [stage], isOwnRequest: (other) => other === url });
    page.signals.emit('stage', stage);
    const beacon = url === null ? null : createFactBeacon(handOver(view, url), events.on);
    const timer = view.setInterval(
      page.guard(() => {
        follow();
        page.signals.emit('tick', null);
        beacon?.tick();
      }),
      TICK_MS,
    );
    page.listen(view.document, 'pointerdown keydown click', follow);
    page.listen(view.document, 'visibilitychange', () => beacon?.send());
    page.listen(view, 'pagehide', () => beacon?.send());
    halt = () => {
      view.clearInterval(timer);
      beacon?.stop();
      page.stop();
      senses = null;
    };
  };
  const consent = (given: Consent | undefined): void => {
    if (typeof window === 'undefined') return;
    if (given === 'denied') halt();
    else if (senses === null && isAllowed(window, { ...options, consent: given })) open(window);
  };

  consent(options.consent);
  return {
    on: events.on,
    friction: (kind, role = 'page', value = 1) => (senses?.feel ?? feel)(kind, role, value),
    stage: moveTo,
    consent,
    stop: () => halt(),
  };
};
