import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keyedUniform, uniformPolicy } from '@causeway/contract';
import { makeDevKeys } from '@causeway/worker-edge/harness';
import { askAt, openShop, type Shop } from './shop.ts';

const entry = fileURLToPath(new URL('./shared-budget-entry.ts', import.meta.url));

export type KillReport = {
  readonly kills: number;
  readonly decisions: number;
  /** cents of offers that were answered to someone */
  readonly offeredCents: number;
  /** the most that was ever answered and not yet released, against the cap */
  readonly capCents: number;
  /** offers answered that the books do not hold after reconciliation */
  readonly missing: number;
  readonly reservedCents: number;
  readonly leftCents: number;
  readonly leasedCents: number;
  readonly problems: readonly string[];
};

export type KillOptions = {
  readonly edges: number;
  readonly kills: number;
  readonly seed: number;
  readonly capCents: number;
  /** decisions that each shopper makes between two looks at the killing */
  readonly decisions: number;
};

type Offer = {
  readonly token: string;
  readonly receipt: string;
  readonly id: string;
  readonly cents: number;
};

/**
 * Several workers, each in a workerd of its own, spend one budget whose object is in one more; workers are killed with
 * SIGKILL at random moments and started again on their folders. At the end the receipts that pages hold come back with
 * beacons, every lease's grace passes, and the books are compared with what was answered.
 */
export const killRun = async (options: KillOptions): Promise<KillReport> => {
  const { edges: count, seed, capCents } = options;
  const random = (...parts: (string | number)[]) => keyedUniform(new Uint8Array(32).fill(1), seed, ...parts);
  const folder = mkdtempSync(join(tmpdir(), 'causeway-kill-'));
  const keys = await makeDevKeys();
  const keeper = await openShop({ entry, keys, persist: join(folder, 'keeper') });
  const open = (k: number): Promise<Shop> =>
    openShop({ entry, keys, persist: join(folder, `edge-${k}`), vars: { KEEPER: keeper.edge.url } });
  const edges: Shop[] = [];
  const offers: Offer[] = [];
  let [decisions, kills] = [0, 0];
  try {
    for (let k = 0; k < count; k++) edges.push(await open(k));
    const release = { policy: uniformPolicy(7), budget: { id: 'shared', capCents } };
    for (const edge of edges) await edge.publish(release);
    const shopper = async (k: number, who: number, from: number): Promise<void> => {
      for (let n = from; n < from + options.decisions; n++) {
        const edge = edges[k] as Shop;
        const name = `${seed}-${k}-${who}-${n}`;
        try {
          const { token } = await edge.visit(`kill-${name}`, `person-${name}`);
          const ask = askAt(1, { offered: ['free-shipping', 'discount-10'] });
          const { body } = await edge.decide(token, ask);
          decisions += 1;
          if (body.action === 'none') continue;
          const cents = body.action === 'free-shipping' ? 490 : 800;
          offers.push({ token, receipt: body.receipt, id: body.decision, cents });
        } catch {
          return; // the connection broke: nothing was answered, so nobody was promised anything
        }
      }
    };
    for (let round = 0; round <= options.kills; round++) {
      const all = Promise.all(
        edges.flatMap((_, k) => [0, 1].map((who) => shopper(k, who, round * options.decisions))),
      );
      if (round < options.kills) {
        await new Promise((resolve) => setTimeout(resolve, 20 + 400 * random('moment', round)));
        const victim = Math.floor(random('victim', round) * count);
        process.kill((edges[victim] as Shop).edge.workerdPid, 'SIGKILL');
        kills += 1;
        await all;
        await (edges[victim] as Shop).edge.stop();
        edges[victim] = await open(victim);
      }
      await all;
    }
    const [one] = edges as [Shop];
    for (const { token, receipt } of offers)
      await one.page('/v1/log', { version: 1, session: token, lines: [], receipts: [receipt] });
    for (const edge of edges) await edge.edge.drain();
    const books = async (method: string, ...args: unknown[]): Promise<unknown> =>
      (await keeper.call<{ value: unknown }>('POST', '/__budget', JSON.stringify({ method, args }))).body
        .value;
    // Every lease and its grace are over by now; reservations live on.
    await books('settle', Date.now() + 3_600_000);
    const view = (await books('view', 'shared')) as Record<
      'reservedCents' | 'leftCents' | 'leasedCents',
      number
    >;
    let missing = 0;
    for (const { id, cents } of offers) {
      const redeemed = (await books('redeem', id, cents)) as { ok: boolean };
      if (!redeemed.ok) missing += 1;
    }
    return {
      kills,
      decisions,
      capCents,
      offeredCents: offers.reduce((sum, { cents }) => sum + cents, 0),
      missing,
      reservedCents: view.reservedCents,
      leftCents: view.leftCents,
      leasedCents: view.leasedCents,
      problems: (await books('invariant')) as string[],
    };
  } finally {
    await Promise.all([...edges, keeper].map(({ edge }) => edge.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
};
