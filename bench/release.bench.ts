import type { Bench } from './bench.ts';
import { PLANTED_PATHS, ramp } from './release/ramp-world.ts';

const SEEDS = Number(process.env['RELEASE_SEEDS'] ?? 50);

const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;

/**
 * Candidates taken from shadow to everyone by the default plan, before simulated shoppers: how many the guardrails undo, and what they had
 * cost by then, beside the same candidate released to all for as many visits of everyone.
 */
const bench: Bench = {
  name: 'release',
  about:
    'ramps of good and bad candidates: those undone, visits and cents of harm until then, beside a release to all at once',
  async run(emit) {
    for (const planted of PLANTED_PATHS) {
      const found = {
        undone: 0,
        visits: [] as number[],
        harm: [] as number[],
        covered: [] as number[],
        whole: [] as number[],
      };
      for (let seed = 1; seed <= SEEDS; seed++) {
        const { result, trueLoss, served } = await ramp(seed, planted);
        const { visits, gainCents, uncompared } = result.exposed;
        if (result.outcome === 'rolled back') found.undone++;
        console.error(`${planted.name}, seed ${seed}: ${result.outcome} at ${result.at}, ${visits} visits`);
        found.visits.push(visits);
        found.harm.push(visits * trueLoss);
        found.whole.push(served * trueLoss);
        const truth = -(visits - uncompared) * trueLoss;
        if (gainCents !== null) found.covered.push(gainCents.low <= truth && truth <= gainCents.high ? 1 : 0);
      }
      emit({
        name: `${planted.name}: ${planted.bad ? 'undone by a guardrail' : 'taken live'}, of ${SEEDS}`,
        value: (planted.bad ? found.undone : SEEDS - found.undone) / SEEDS,
        unit: 'share',
        peer: 1,
      });
      emit({
        name: `${planted.name}: paths whose told gain or harm holds the true one, of ${found.covered.length}`,
        value: mean(found.covered),
        unit: 'share',
        peer: 0.95,
      });
      if (planted.bad)
        emit({
          name: `${planted.name}: mean true harm until undone (${mean(found.visits).toFixed(0)} visits), beside a release to all at once`,
          value: mean(found.harm),
          unit: 'cents',
          peer: mean(found.whole),
        });
    }
  },
};

export default bench;
