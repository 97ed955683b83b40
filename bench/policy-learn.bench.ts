import type { Bench } from './bench.ts';
import { findPeers } from './boost/peers.ts';
import { PEERS, shareOfOracle } from './policy/share-of-oracle.ts';
import { NO_EFFECT, WORLDS, type World } from './policy/worlds.ts';

const count = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const mean = (v: readonly number[]): number => v.reduce((s, x) => s + x, 0) / v.length;

/** Worlds in which there is little or nothing to gain, where a policy can only lose. */
const TRAPS: readonly World[] = [
  NO_EFFECT,
  ...WORLDS.filter(({ name }) => name === 'dense, 2 %, harmful arms'),
];

const bench: Bench = {
  name: 'policy-learn',
  about:
    'share of the oracle’s gain from 50k logged sessions at one budget, beside T-, X- and DR-learners of scikit-learn (SEEDS, 2; TRAP_SEEDS, 50; WORLDS, all)',
  run: (emit) => {
    if (!findPeers().includes('sklearn')) return;
    const seeds = Array.from({ length: count('SEEDS', 2) }, (_, k) => k + 1);
    const ours: number[] = [];
    const peers = new Map<string, number[]>(PEERS.map((name) => [name, []]));
    const wanted = process.env['WORLDS']?.split(',').map(Number);
    const chosen = WORLDS.filter((_, k) => wanted?.includes(k) ?? true);
    for (const world of chosen) {
      const results = seeds.map((seed) =>
        shareOfOracle(world, 50_000, 1000 * seed + WORLDS.indexOf(world), true),
      );
      const own = mean(results.map((r) => r.ours));
      ours.push(own);
      const each = PEERS.map((name) => mean(results.map((r) => r.peers[name] as number)));
      PEERS.forEach((name, k) => peers.get(name)?.push(each[k] as number));
      const best = each.indexOf(Math.max(...each));
      emit({
        name: `share of the oracle's gain, ${world.name} (peer: ${PEERS[best]}, the best of six here)`,
        value: own,
        unit: 'share',
        peer: each[best] as number,
      });
    }
    for (const [name, shares] of chosen.length > 0 ? peers : [])
      emit({
        name: `mean share over ${chosen.length} worlds (peer: ${name})`,
        value: mean(ours),
        unit: 'share',
        peer: mean(shares),
      });
    const n = count('TRAP_SEEDS', 50);
    for (const world of n > 0 ? TRAPS : []) {
      const results = Array.from({ length: n }, (_, k) => shareOfOracle(world, 10_000, 77_000 + k, false));
      const gains = results.map((r) => r.ours);
      const m = mean(gains);
      const error = Math.sqrt(mean(gains.map((g) => (g - m) ** 2)) / Math.max(1, n - 1));
      emit({
        name: `upper end of 95 % of the mean gain over ${n} logs of 10k, ${world.name}: not below 0 (peer: share of logs acted on)`,
        value: m + 1.96 * error,
        unit: 'share',
        peer: Math.max(1e-9, results.filter((r) => r.chosen !== 'nothing').length / n),
      });
    }
  },
};

export default bench;
