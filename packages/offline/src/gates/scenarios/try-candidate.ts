import { Fault, type Release, releaseDigest } from '@causeway/contract';
import { makeRandom } from '../../maths/index.ts';
import type { Asked } from './asked.ts';
import { type Played, playScenario } from './play-scenario.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

/** What a candidate must hold in every world. */
export type ScenarioBounds = {
  /** share of the budget that may go to others than shoppers */
  readonly maxLostShare: number;
  /** by how much the treated share may rise over that of the log's own questions */
  readonly maxTreatedRise: number;
  /** cents a honest question that the foretold gain may lie under doing nothing */
  readonly maxForetoldLoss: number;
};

export type ScenarioResult = {
  readonly name: string;
  readonly says: string;
  readonly candidate: Played;
  readonly live: Played;
  /** what does not hold, in words with the number and the bound; empty when all does */
  readonly breaks: readonly string[];
};

export type ScenarioReport = {
  readonly kind: 'scenarios';
  readonly version: 1;
  readonly candidate: string;
  readonly live: string;
  readonly seed: number;
  readonly capCents: number;
  readonly asked: number;
  readonly bounds: ScenarioBounds;
  readonly results: readonly ScenarioResult[];
  readonly holds: boolean;
  readonly assumes: string;
};

const ASSUMES =
  'Questions are those of the log, changed as each scenario says; what the candidate does is exact, by the edge’s own code. Gains and redemptions, of the live release too, are as ' +
  'the candidate’s effects and costs foretell them, which a world unlike the log does not vouch for; people do not change how they shop.';

/** Sums of probabilities are off by rounding alone. */
const MOST_ROUNDING = 1e-9;

const breaksOf = (played: Played, logged: Played, capCents: number, bounds: ScenarioBounds): string[] => {
  const of = (x: number): string => `${(100 * x).toFixed(1)} %`;
  const lost = capCents === 0 ? 0 : played.lostCents / capCents;
  const rise = played.treated - logged.treated;
  return [
    played.worstSum > MOST_ROUNDING && `a distribution sums to one but for ${played.worstSum}`,
    played.spentCents > capCents && `spends ${played.spentCents} cents of ${capCents}`,
    lost > bounds.maxLostShare &&
      `${of(lost)} of the budget goes to others than shoppers, allowed are ${of(bounds.maxLostShare)}`,
    rise > bounds.maxTreatedRise &&
      `treats ${of(played.treated)} where the log’s own questions give ${of(logged.treated)}, allowed are ${of(bounds.maxTreatedRise)} more`,
    -played.foretoldCents > bounds.maxForetoldLoss &&
      `foretells ${played.foretoldCents.toFixed(1)} cents a question against doing nothing, allowed is a loss of ${bounds.maxForetoldLoss}`,
  ].filter((line): line is string => line !== false);
};

/**
 * Tries a candidate, and the live release beside it, in worlds that the log did not show (paper B, governance). `asked` are the log's
 * questions in the order of time. Throws `bad-input` for an empty log or another action table than the live one's.
 */
export const tryCandidate = (given: {
  readonly candidate: Release;
  readonly live: Release;
  readonly asked: readonly Asked[];
  readonly capCents: number;
  readonly bounds: ScenarioBounds;
  readonly seed: number;
  readonly scenarios?: readonly Scenario[];
}): ScenarioReport => {
  const { candidate, live, asked, capCents, bounds, seed, scenarios = SCENARIOS } = given;
  if (asked.length === 0)
    throw new Fault('bad-input', 'scenarios', 'the log holds no decision to start from');
  const names = (of: Release): string => of.actions.map(({ id }) => id).join(', ');
  if (names(candidate) !== names(live))
    throw new Fault(
      'bad-input',
      'scenarios',
      `the candidate's actions are ${names(candidate)}; allowed are the live release's, ${names(live)}`,
    );
  const play = (release: Release, of: readonly Asked[]): Played =>
    playScenario(release, of, { capCents, random: makeRandom(seed), by: candidate.policy });
  const logged = play(candidate, asked);
  const results = scenarios.map(({ name, says, make }): ScenarioResult => {
    const of = make(asked, makeRandom(seed));
    const played = play(candidate, of);
    return {
      name,
      says,
      candidate: played,
      live: play(live, of),
      breaks: breaksOf(played, logged, capCents, bounds),
    };
  });
  return {
    kind: 'scenarios',
    version: 1,
    candidate: releaseDigest(candidate),
    live: releaseDigest(live),
    seed,
    capCents,
    asked: asked.length,
    bounds,
    results,
    holds: results.every(({ breaks }) => breaks.length === 0),
    assumes: ASSUMES,
  };
};
