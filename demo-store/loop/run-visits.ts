import type { Outcome, PublicJwk, Release } from '@causeway/contract';
import type { World } from '@causeway/offline/simulator';
import { fetchSend, type Send, type SendAnswer } from '@causeway/sdk/core';
import type { Edge, EdgeClient } from '@causeway/worker-edge/harness';
import { playVisit } from './play-visit.ts';
import { pool } from './pool.ts';

export type CrowdOptions = {
  readonly world: World;
  readonly from: number;
  readonly count: number;
  readonly edge: Pick<Edge, 'url' | 'keys'>;
  readonly client: EdgeClient;
  readonly origin: string;
  readonly release: Release;
  readonly clock: () => number;
  readonly chance: () => number;
  readonly onProgress?: (done: number) => void;
  readonly progressEvery?: number;
};

export type CrowdResult = {
  readonly orders: number;
  /** money in cents, as the shop's books have it */
  readonly redeemedCents: number;
  readonly undelivered: number;
  /** what pages could not keep, send or do, by reason */
  readonly drops: Record<string, number>;
};

/** So many shoppers are in the shop at once. */
const WIDTH = 24;
const REPORTS = 20;
const REPORT_MS = 250;

/** The shop's backend reports until it is heard: the same id is counted once. */
const report = async (client: EdgeClient, outcome: Outcome): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await client.outcome(outcome);
      return;
    } catch (error) {
      if (tries >= REPORTS) throw error;
      await new Promise((done) => setTimeout(done, REPORT_MS));
    }
  }
};

/** Release models are immutable under their address: a browser's cache would keep them, and so does the crowd's. */
const withCache = (send: Send): Send => {
  const kept = new Map<string, Promise<SendAnswer>>();
  return (request, deadlineMs) => {
    if (request.method !== 'GET') return send(request, deadlineMs);
    const known = kept.get(request.path);
    if (known !== undefined) return known;
    const answer = send(request, deadlineMs);
    kept.set(request.path, answer);
    answer.then(
      ({ status }) => status === 200 || kept.delete(request.path),
      () => kept.delete(request.path),
    );
    return answer;
  };
};

/** A crowd of simulated shoppers against the real edge; the shop reports every order. */
export const runVisits = async (options: CrowdOptions): Promise<CrowdResult> => {
  const { world, from, edge, client, origin, release, clock, chance } = options;
  const keys: PublicJwk[] = edge.keys.profile.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid }));
  const send = withCache(fetchSend(edge.url, fetch, { origin }));
  const result = { orders: 0, redeemedCents: 0, undelivered: 0, drops: {} as Record<string, number> };
  let done = 0;
  await pool(options.count, WIDTH, async (offset) => {
    const k = from + offset;
    const visit = world.visit(k);
    const { steps, askStep } = world.tape(k);
    const anchor = (steps[askStep] ?? steps.at(-1))?.at ?? visit.startedAt;
    const played = await playVisit(visit, {
      edge: edge.url,
      origin,
      keys,
      send,
      subjectToken: (subject) => client.subjectToken(subject, origin, clock()),
      actions: release.actions,
      clock,
      chance,
      anchor,
    });
    const { order } = played.end;
    if (order !== undefined) {
      const redeemed =
        played.decision !== null && played.redeemedCents > 0
          ? { decision: played.decision, cents: played.redeemedCents }
          : null;
      await report(client, {
        kind: 'outcome',
        id: `order.${visit.session}`,
        at: Math.max(played.endedAt, clock()),
        subject: visit.subject,
        session: visit.session,
        type: 'order',
        revenueCents: order.revenueCents,
        marginCents: order.marginCents,
        redeemed,
      });
      result.orders += 1;
      result.redeemedCents += redeemed?.cents ?? 0;
    }
    result.undelivered += played.undelivered;
    for (const [reason, n] of Object.entries(played.drops))
      result.drops[reason] = (result.drops[reason] ?? 0) + n;
    done += 1;
    if (done % (options.progressEvery ?? 200) === 0) options.onProgress?.(done);
  });
  return result;
};
