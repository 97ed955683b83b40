import { createRequire } from 'node:module';
import { gatherEvidence, judge, readThresholds } from '@causeway/offline';
import type { Bench } from './bench.ts';
import { PLANTED, plantedCandidate } from './gates/planted-candidates.ts';

const SEEDS = Number(process.env.GATES_SEEDS ?? 50);

/** The share of planted candidates that the right gate stops, and of good ones that pass; GATES_SEEDS seeds of each, 50 by default. */
const bench: Bench = {
  name: 'gates',
  about:
    'ten planted bad candidates and a good one, over 50 seeds: stopped by the right gate, beside any gate at all',
  async run(emit) {
    const thresholds = readThresholds(createRequire(import.meta.url).resolve('@causeway/offline/gates.json'));
    const found = Object.entries(PLANTED).map(([kind, right]) => ({ kind, right, stopped: 0, rightly: 0 }));
    for (let seed = 1; seed <= SEEDS; seed++) {
      for (const tally of found) {
        const evidence = gatherEvidence(await plantedCandidate(tally.kind, seed), thresholds, () =>
          performance.now(),
        );
        const { refused } = judge(evidence, thresholds);
        if (refused.length > 0) tally.stopped++;
        if (refused.some((gate) => tally.right.includes(gate))) tally.rightly++;
        if (tally.kind === 'good' && refused.length > 0)
          console.error(`seed ${seed}: good, refused by ${refused.join(', ')}`);
      }
    }
    for (const { kind, stopped, rightly } of found) {
      const good = kind === 'good';
      emit({
        name: good ? 'good candidates that pass' : `${kind} stopped by its gate`,
        value: (good ? SEEDS - stopped : rightly) / SEEDS,
        unit: 'share',
        peer: good ? 1 : Math.max(stopped, 1) / SEEDS,
      });
    }
  },
};

export default bench;
