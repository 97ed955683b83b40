import { Fault, type PolicyModel, type PrivateJwk, type Release, releaseDigest } from '@causeway/contract';
import { handlingOf } from '../exposure/index.ts';
import { notePublish } from '../gates/index.ts';
import { appendAudit, type Registry, readAudit } from '../registry/index.ts';
import { signRelease } from '../turn/index.ts';
import { checkStep, type StepVerdict } from './check-step.ts';
import { composeStep, type PathStep, stepName } from './compose-step.ts';
import { observeStep } from './observe-step.ts';
import type { ReleasePlan } from './release-plan.ts';
import { type PathExposure, pathExposure, type StepGain, stepGain } from './step-gain.ts';

/** What the path needs of an edge. */
export type PathEdge = {
  putRelease(token: string): Promise<unknown>;
  rollback(digest: string): Promise<unknown>;
};

export type PathInput = {
  readonly candidate: Release;
  readonly live: Release;
  /** the live release's policy on the candidate's features */
  readonly incumbent: PolicyModel;
  readonly plan: ReleasePlan;
  readonly edge: PathEdge;
  readonly registry: Registry;
  readonly signer: PrivateJwk;
  readonly who: string;
  /** brings the log up to now; returns its folder, or null while there is none */
  readonly readLog: () => Promise<string | null>;
  readonly clock: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly everyMs: number;
  readonly onCheck?: (verdict: StepVerdict) => void;
  /** asked after every check: true ends the path where it is, to be continued later */
  readonly stop?: () => boolean;
};

export type PathResult = {
  readonly outcome: 'live' | 'rolled back' | 'stopped';
  readonly at: string;
  readonly last: StepVerdict | null;
  /** ms from the check that found the breach to the edge's answer that it is undone */
  readonly rollbackMs: number | null;
  /** people in the candidate's arm until then, their visits, and what these brought beside the incumbent's */
  readonly exposed: PathExposure;
};

const cents = (x: number): string => x.toFixed(0);

/** What was risked, in words. */
export const exposureWords = ({ people, visits, gainCents, uncompared }: PathExposure): string => {
  const gain =
    gainCents === null
      ? 'nothing to compare them with'
      : `${cents(gainCents.value)} [${cents(gainCents.low)}, ${cents(gainCents.high)}] cents beside the incumbent's`;
  const rest = uncompared === 0 ? '' : `; ${uncompared} visits without an incumbent beside them`;
  return `${people} people, ${visits} visits: ${gain}${rest}`;
};

/** Throws `bad-release` unless the newest word of the gates on a release lets it go. */
export const requireGates = (registry: Registry, release: string): void => {
  const last = readAudit(registry)
    .filter(
      ({ what, artefacts }) =>
        ['pass', 'override', 'refuse', 'explore'].includes(what) &&
        artefacts.some(({ name }) => name === release),
    )
    .at(-1);
  if (last === undefined || last.what === 'refuse')
    throw new Fault(
      'bad-release',
      release.slice(0, 12),
      last === undefined
        ? 'no gate has seen it: run causeway gate'
        : `the gates refused it: ${last.detail.refused}`,
    );
};

/**
 * Takes a candidate live step by step: shadow, ramp, all. Every step is a signed release with the next sequence; every verdict that moves or undoes something is a
 * signed entry of the audit log. A breach at any check rolls the edge back to the release that was live before the path, by one call.
 */
export const runPath = async (input: PathInput): Promise<PathResult> => {
  const { candidate, live, plan, edge, registry, signer, who, clock } = input;
  requireGates(registry, releaseDigest(candidate));
  registry.put('plan', plan);
  const steps: PathStep[] = [
    { name: 'shadow' },
    ...plan.ramp.map((share): PathStep => ({ name: 'ramp', share })),
  ];
  const say = async (what: string, detail: Record<string, string | number>, release: string) =>
    appendAudit(
      registry,
      {
        at: clock(),
        who,
        what,
        detail,
        artefacts: [
          { kind: 'release', name: release },
          { kind: 'plan', name: registry.put('plan', plan) },
        ],
      },
      signer,
    );
  const detailOf = ({ step, checks }: StepVerdict) => ({
    step,
    ...Object.fromEntries(
      checks.map(({ check, outcome, says }) => [check, outcome === 'fine' ? says : `${outcome}: ${says}`]),
    ),
  });
  let sequence = Math.max(live.sequence, candidate.sequence - 1);
  let foretold: number | null = null;
  let last: StepVerdict | null = null;
  const over: StepGain[] = [];
  let now: StepGain | null = null;
  const exposed = () => pathExposure(now === null ? over : [...over, now]);
  for (const step of steps) {
    sequence++;
    const release = composeStep(input, step, { sequence, createdAt: clock() });
    const digest = releaseDigest(release);
    await edge.putRelease(await signRelease(release, signer, clock()));
    await notePublish(registry, release, { at: clock(), who, signer });
    for (;;) {
      const folder = await input.readLog();
      const seen = await observeStep(folder, {
        releases: new Set([digest]),
        handling: handlingOf(candidate.actions),
        now: clock(),
        settleMs: plan.settleMs,
        everyone: step.name === 'ramp' && step.share >= 1,
      });
      if (step.name === 'shadow') foretold = seen.foretold;
      else now = stepGain(seen);
      last = checkStep(step, seen, plan, { now: clock(), foretold });
      input.onCheck?.(last);
      if (last.verdict === 'rollback') {
        const found = clock();
        await edge.rollback(releaseDigest(live));
        const rollbackMs = clock() - found;
        await say(
          'rollback',
          {
            ...detailOf(last),
            to: releaseDigest(live),
            milliseconds: rollbackMs,
            exposed: exposureWords(exposed()),
          },
          releaseDigest(candidate),
        );
        return { outcome: 'rolled back', at: stepName(step), last, rollbackMs, exposed: exposed() };
      }
      if (last.verdict === 'advance') break;
      if (input.stop?.() === true) {
        await say('hold', detailOf(last), releaseDigest(candidate));
        return { outcome: 'stopped', at: stepName(step), last, rollbackMs: null, exposed: exposed() };
      }
      await input.wait(input.everyMs);
    }
    if (now !== null) over.push(now);
    now = null;
    await say('step', detailOf(last), digest);
  }
  await say('live', { sequence }, releaseDigest(candidate));
  return { outcome: 'live', at: 'all', last, rollbackMs: null, exposed: exposed() };
};
