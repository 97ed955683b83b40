import type { Action, DecideInput, DecisionRecord, Profile, Release } from '@causeway/contract';
import { canonicalJson, decide, decisionModels, faceCents } from '@causeway/contract';

/** With the draw key the draw itself is made again; without it, everything before it. */
export type ReplayKeys = { readonly drawKey: Uint8Array | null };

/** What the isolate can have held: less than the smallest incentive that it masked for money, else enough. */
const spendableOf = ({ masks, state }: DecisionRecord, actions: readonly Action[]): number => {
  const faces = actions
    .filter(({ id }) => masks[id] === 'budget')
    .map((action) => faceCents(action, state.context.cartCents))
    .filter((face) => face > 0);
  return faces.length === 0 ? Number.MAX_SAFE_INTEGER : Math.min(...faces) - 1;
};

/** Who was asked about, as a record tells. */
export const recordedProfile = (record: DecisionRecord): Profile => {
  const { subject, known, z, spread, arms, release, masks, mode, stratum } = record;
  return {
    subject,
    known,
    z,
    spread,
    holdout: mode === 'control' || Object.values(masks).includes('control'),
    arms,
    release,
    model: null,
    ...(stratum === undefined ? {} : { stratum }),
    ...(mode === 'override' ? { override: true as const } : {}),
  };
};

/** The fields that the draw decides: without the key they cannot be made again. */
const drawn = ({ action, propensity, faceCents: face, shadow, ...rest }: DecisionRecord) => ({
  ...rest,
  shadow: Object.fromEntries(Object.entries(shadow ?? {}).map(([name, s]) => [name, s.distribution])),
});

/**
 * Makes a logged decision again from its own record, its release and the draw key. Returns the names of the fields that
 * came out otherwise: empty when state, masks, distribution, draw, action and propensity have equal bits. What happened
 * after the draw (lease, granted, whether z was kept from the page) is taken from the record.
 */
export const replayRecord = (record: DecisionRecord, release: Release, { drawKey }: ReplayKeys): string[] => {
  const input: DecideInput = {
    ask: { point: record.point, state: record.state, offered: record.offered },
    profile: recordedProfile(record),
    session: record.session,
    counts: record.counts,
    ...(record.history === undefined ? {} : { history: record.history }),
    ...(record.multiplier === undefined ? {} : { multiplier: record.multiplier }),
    spendableCents: spendableOf(record, release.actions),
    at: record.at,
    release: record.release,
    worker: record.worker,
    models: decisionModels(release, record.arms),
    drawKey: drawKey ?? new Uint8Array(32),
  };
  const after = {
    lease: record.lease,
    granted: record.granted,
    ...(record.sealed && { sealed: record.sealed }),
  };
  const again = { ...decide(input), ...after };
  const [a, b] = drawKey === null ? [drawn(again), drawn(record)] : [again, record];
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  const text = (value: object, field: string) =>
    canonicalJson((value as Record<string, unknown>)[field] ?? null);
  return [...fields].filter((field) => text(a, field) !== text(b, field)).sort();
};
