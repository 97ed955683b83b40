import type {
  DecisionRecord,
  FrictionState,
  LogLine,
  Profile,
  Release,
  StepLine,
  StoredLine,
  StoredProfile,
} from '@causeway/contract';
import {
  closeStep,
  decide,
  dequantise,
  hazard,
  NONE,
  pageModelDigest,
  releaseDigest,
  startFriction,
  survive,
} from '@causeway/contract';
import type { SimulatedBudget } from './simulated-budget.ts';
import { simulatedBudget } from './simulated-budget.ts';
import { servedProfile } from './true-value.ts';
import type { Visit, VisitStep } from './visit.ts';
import { isEnd, OFFERED } from './visit.ts';
import type { World } from './world.ts';

export type SimulateOptions = {
  readonly world: World;
  readonly release: Release;
  /** published with the release, by subject */
  readonly profiles?: ReadonlyMap<string, StoredProfile>;
  /** visits from..from + count - 1 */
  readonly from?: number;
  readonly count: number;
  /** the key of the draws: another key is another run of the same world */
  readonly drawKey: Uint8Array;
  /** hard cap on incentive money; the release's own by default */
  readonly capCents?: number;
  /** false leaves out the step, asked, action and end lines, for tests that need decisions and orders alone */
  readonly pageLines?: boolean;
};

const WORKER = 'simulated';
/** How long after a step closes its decision is made, and how long after it happens a line is received. */
const ASK_MS = 40;
const RECEIVE_MS = 200;

/**
 * The log of `count` visits under one release, in process: the same contract code that page and edge run (fold, hazard,
 * masks, distribution, keyed draw), so every propensity is exact. Lines come visit by visit.
 */
export function* simulateLog(options: SimulateOptions): Generator<StoredLine> {
  const { world, release, from = 0, count } = options;
  const digests = { release: releaseDigest(release), page: pageModelDigest(release.page) };
  const budget = simulatedBudget(options.capCents ?? release.budget.capCents);
  for (let k = from; k < from + count; k++) {
    const visit = world.visit(k);
    const profile = servedProfile(release, digests.release, visit, options.profiles?.get(visit.subject));
    yield* visitLines(visit, profile, { options, digests, budget });
  }
}

type Run = {
  readonly options: SimulateOptions;
  readonly digests: { readonly release: string; readonly page: string };
  readonly budget: SimulatedBudget;
};

function* visitLines(visit: Visit, profile: Profile, run: Run): Generator<StoredLine> {
  const { release, pageLines = true } = run.options;
  const { session, subject } = visit;
  const stored = (line: LogLine, source: StoredLine['source']): StoredLine => ({
    line,
    subject,
    receivedAt: line.at + RECEIVE_MS,
    source,
  });
  let friction = startFriction();
  let survival = 1;
  let decision: DecisionRecord | undefined;

  for (;;) {
    const next = visit.next();
    if (isEnd(next)) {
      if (next.order !== undefined) {
        const cents = next.order.redeemedCents;
        const redeemed = decision !== undefined && cents > 0 ? { decision: decision.id, cents } : null;
        const { revenueCents, marginCents } = next.order;
        const base = { kind: 'outcome', id: `order-${session}`, at: next.at, subject, session } as const;
        yield stored({ ...base, type: 'order', revenueCents, marginCents, redeemed }, 'shop');
      }
      run.budget.settle(decision?.faceCents ?? 0, next.order?.redeemedCents ?? 0);
      const end = { kind: 'end', id: `${session}:end`, session, at: next.at, step: friction.step } as const;
      if (pageLines) yield stored({ ...end, end: next.end }, 'page');
      return;
    }
    const before = friction;
    friction = closeStep(release.page.friction, before, next.facts);
    const line = stepLine(next, { session, friction, survival, profile, run });
    survival = line.survival;
    if (pageLines) yield stored(line, 'page');
    if (next.asks === null) continue;

    decision = draw(next, next.asks, { session, before, friction, profile, run });
    run.budget.reserve(decision.faceCents);
    visit.receive(decision.action);
    yield stored(decision, 'edge');
    if (!pageLines) continue;
    const at = decision.at;
    const asked = {
      kind: 'asked',
      id: `${session}:ask:${friction.step}`,
      session,
      at,
      point: next.asks,
    } as const;
    yield stored(
      { ...asked, step: friction.step, result: 'answered', decision: decision.id, tookMs: ASK_MS },
      'page',
    );
    const shown = { kind: 'action', id: `${session}:rendered`, session, at, decision: decision.id } as const;
    if (decision.action !== NONE) yield stored({ ...shown, event: 'rendered' }, 'page');
  }
}

type StepPlace = {
  readonly session: string;
  readonly friction: FrictionState;
  readonly profile: Profile;
  readonly run: Run;
};

const stepLine = (step: VisitStep, place: StepPlace & { readonly survival: number }): StepLine => {
  const { session, friction, profile, run } = place;
  const z = dequantise(profile.z);
  const lambda = hazard(run.options.release.page.hazard, {
    stage: step.stage,
    step: friction.step,
    z,
    phi: friction.phi,
  });
  return {
    kind: 'step',
    id: `${session}:step:${friction.step}`,
    session,
    at: step.at,
    step: friction.step,
    stage: step.stage,
    closedBy: step.closedBy,
    context: step.context,
    facts: step.facts,
    phi: [...friction.phi],
    index: friction.index,
    smoothed: friction.smoothed,
    hazard: lambda,
    survival: survive(place.survival, lambda),
    model: run.digests.page,
  };
};

const draw = (step: VisitStep, point: string, place: StepPlace & { readonly before: FrictionState }) => {
  const { session, friction, before, profile, run } = place;
  const { release, drawKey } = run.options;
  const { stage, context } = step;
  const { d, total } = friction;
  const state = { stage, step: friction.step, context, d, total, smoothedBefore: before.smoothed };
  return decide({
    ask: { point, state, offered: [...OFFERED] },
    profile,
    session,
    counts: {},
    spendableCents: run.budget.left(),
    at: step.at + ASK_MS,
    release: run.digests.release,
    worker: WORKER,
    models: { ...release.page, policy: release.policy, actions: release.actions },
    drawKey,
  });
};
