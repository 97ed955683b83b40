import type {
  DecisionRecord,
  LogLine,
  Profile,
  Release,
  StoredLine,
  StoredProfile,
} from '@causeway/contract';
import { closeStep, NONE, pageModelDigest, releaseDigest, startFriction } from '@causeway/contract';
import { simulatedBudget } from './simulated-budget.ts';
import { ASK_MS, drawAt, type SimulatedRun, stepLine } from './simulated-step.ts';
import { servedProfile } from './true-value.ts';
import type { Visit } from './visit.ts';
import { isEnd } from './visit.ts';
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

/** How long after it happens a line is received. */
const RECEIVE_MS = 200;

/**
 * The log of `count` visits under one release, in process: the same contract code that page and edge run (fold,
 * hazard, masks, distribution, keyed draw), so every propensity is exact. Lines come visit by visit.
 */
export function* simulateLog(options: SimulateOptions): Generator<StoredLine> {
  const { world, release, from = 0, count, pageLines = true } = options;
  const digests = { release: releaseDigest(release), page: pageModelDigest(release.page) };
  const budget = simulatedBudget(options.capCents ?? release.budget.capCents);
  for (let k = from; k < from + count; k++) {
    const visit = world.visit(k);
    const profile = servedProfile(release, digests.release, visit, options.profiles?.get(visit.subject));
    yield* visitLines(visit, profile, { release, drawKey: options.drawKey, pageLines, digests, budget });
  }
}

function* visitLines(visit: Visit, profile: Profile, run: SimulatedRun): Generator<StoredLine> {
  const { release, pageLines } = run;
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

    decision = drawAt(next, next.asks, { session, before, friction, profile, run });
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
