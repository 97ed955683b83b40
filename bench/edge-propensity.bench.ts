import { decide, decisionModels, firstRelease, priorProfile, type Release } from '@causeway/contract';
import { askAt } from '../test/support/edge/shop.ts';
import type { Bench, Emit } from './bench.ts';

const RELEASES = 40;
const EACH = 5000;
const KEY = new Uint8Array(32).fill(11);
/** A small generator for states and releases (mulberry32); the draws themselves are the contract's own. */
let seed = 20_261_122;
const u = (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};
const first = firstRelease({ createdAt: 1, budget: { id: 'b', capCents: 1e9 }, salt: 's' });
const ids = first.actions.map(({ id }) => id);

/** Random effects, temperature, rule, floor, exploration, multiplier, bounds and rules on contacts. */
const releaseOf = (): Release => ({
  ...first,
  policy: {
    ...first.policy,
    rule: u() < 0.7 ? 'softmax' : 'threshold',
    effect: first.policy.effect.map((row) => row.map(() => 120 * (u() - 0.5))),
    cost: first.policy.cost.map((row, k) => row.map(() => (k > 4 ? 90 * u() : 0))),
    temperature: 10 + 200 * u(),
    multiplier: 2 * u(),
    exploration: 0.3 * u(),
    floor: 0.03 * u(),
    bounds: u() < 0.5 ? { 'form-help': { low: 0.05, high: 0.4 } } : {},
  },
  rules: { caps: [{ actions: ['reassurance'], channels: [], most: 1, windowHours: 24, restHours: 0 }] },
});

type Sums = { expected: number; seen: number; variance: number };

const run = (emit: Emit): void => {
  const cells: Sums[] = [];
  let [truth, estimate, spread] = [0, 0, 0];
  for (let r = 0; r < RELEASES; r++) {
    const release = releaseOf();
    const models = decisionModels(release, {});
    const sums = ids.map((): Sums => ({ expected: 0, seen: 0, variance: 0 }));
    for (let n = 0; n < EACH; n++) {
      const ask = askAt(1 + (n % 20), { offered: ids.filter(() => u() < 0.85) }, 200 * (n % 150));
      const d = ask.state.d.map(() => 3 * u());
      const record = decide({
        ask: { ...ask, state: { ...ask.state, d, total: d, smoothedBefore: u() } },
        profile: { ...priorProfile(`p-${r}-${n}`), known: u() < 0.6, holdout: u() < 0.05 },
        session: `session-${r}-${n}`,
        counts: u() < 0.1 ? { reassurance: 1 } : {},
        history: n % 4 === 0 ? [{ action: 'reassurance', at: 1e12 - 1000 }] : [],
        spendableCents: [0, 500, 1e6][n % 3] as number,
        at: 1e12,
        release: '0'.repeat(64),
        worker: 'bench',
        models,
        drawKey: KEY,
      });
      const y = u() - 0.3;
      const pays = (k: number): number => 1 + k * y;
      const open = record.distribution.filter((p) => p > 0).length;
      let value = 0;
      for (const [k, p] of record.distribution.entries()) {
        const cell = sums[k] as Sums;
        cell.expected += p;
        cell.variance += p * (1 - p);
        if (record.action === ids[k]) cell.seen += 1;
        // The policy whose value is asked for: uniform over what this one can draw.
        if (p > 0) value += pays(k) / open;
      }
      const weighed = pays(ids.indexOf(record.action)) / open / record.propensity;
      truth += value;
      estimate += weighed;
      spread += (weighed - value) ** 2;
    }
    cells.push(...sums);
  }
  const tested = cells.filter(({ variance }) => variance > 5);
  const z = tested.map(({ expected, seen, variance }) => (seen - expected) / Math.sqrt(variance));
  emit({ name: 'decisions', value: RELEASES * EACH, unit: 'decisions', peer: 200_000 });
  emit({
    name: 'mean z² over all cells',
    value: z.reduce((a, b) => a + b * b, 0) / z.length,
    unit: '1',
    peer: 1,
  });
  // The largest of so many normal numbers is over the bound less than once in a hundred runs of honest draws.
  emit({ name: 'largest |z|', value: Math.max(...z.map(Math.abs)), unit: 'sd', peer: 4.3 });
  emit({
    name: 'IPS of a known policy, gap to its value',
    value: Math.abs(estimate - truth) / Math.sqrt(spread),
    unit: 'sd',
    peer: 1.96,
  });
};

const bench: Bench = {
  name: 'edge-propensity',
  about:
    '200,000 decisions of random states, releases, masks and caps: realised shares beside logged vectors; IPS',
  run,
};
export default bench;
