import {
  decide,
  decisionModels,
  firstRelease,
  keyedUniform,
  priorProfile,
  type Release,
} from '@causeway/contract';
import { askAt } from '../test/worker-edge/fixture.ts';
import type { Bench, Emit } from './bench.ts';

const RELEASES = 40;
const EACH = 5000;
const KEY = new Uint8Array(32).fill(11);
const u = (...parts: (string | number)[]) => keyedUniform(KEY, ...parts);
const first = firstRelease({ createdAt: 1, budget: { id: 'b', capCents: 1e9 }, salt: 's' });
const ids = first.actions.map(({ id }) => id);

/** Random effects, temperature, rule, floor, exploration, multiplier, bounds and rules on contacts. */
const releaseOf = (r: number): Release => ({
  ...first,
  policy: {
    ...first.policy,
    rule: u('rule', r) < 0.7 ? 'softmax' : 'threshold',
    effect: first.policy.effect.map((row, k) => row.map((_, j) => 120 * (u('w', r, k, j) - 0.5))),
    cost: first.policy.cost.map((row, k) => row.map((_, j) => (k > 4 ? 90 * u('c', r, k, j) : 0))),
    temperature: 10 + 200 * u('t', r),
    multiplier: 2 * u('m', r),
    exploration: 0.3 * u('e', r),
    floor: 0.03 * u('f', r),
    bounds: u('b', r) < 0.5 ? { 'form-help': { low: 0.05, high: 0.4 } } : {},
  },
  rules: { caps: [{ actions: ['reassurance'], channels: [], most: 1, windowHours: 24, restHours: 0 }] },
});

type Sums = { expected: number; seen: number; variance: number };

const run = (emit: Emit): void => {
  const cells: Sums[] = [];
  let [truth, estimate, spread] = [0, 0, 0];
  for (let r = 0; r < RELEASES; r++) {
    const release = releaseOf(r);
    const models = decisionModels(release, {});
    const sums = ids.map((): Sums => ({ expected: 0, seen: 0, variance: 0 }));
    for (let n = 0; n < EACH; n++) {
      const ask = askAt(
        1 + (n % 20),
        { offered: ids.filter((id) => u('o', r, n, id) < 0.85) },
        200 * (n % 150),
      );
      const d = ask.state.d.map((_, k) => 3 * u('d', r, n, k));
      const record = decide({
        ask: { ...ask, state: { ...ask.state, d, total: d, smoothedBefore: u('s', r, n) } },
        profile: { ...priorProfile(`p-${r}-${n}`), known: u('k', r, n) < 0.6, holdout: u('h', r, n) < 0.05 },
        session: `session-${r}-${n}`,
        counts: u('q', r, n) < 0.1 ? { reassurance: 1 } : {},
        history: n % 4 === 0 ? [{ action: 'reassurance', at: 1e12 - 1000 }] : [],
        spendableCents: [0, 500, 1e6][n % 3] as number,
        at: 1e12,
        release: '0'.repeat(64),
        worker: 'bench',
        models,
        drawKey: KEY,
      });
      const pays = (k: number): number => (k === 0 ? 1 : 1 + k * (u('y', r, n) - 0.3));
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
