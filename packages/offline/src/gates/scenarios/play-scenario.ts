import {
  choose,
  consider,
  decisionModels,
  encodeState,
  faceCents,
  NONE,
  type PolicyModel,
  type Release,
  score,
  wantedCents,
} from '@causeway/contract';
import type { Random } from '../../maths/index.ts';
import type { Asked } from './asked.ts';

/** What a release does in a world. Shares are of honest questions; money in cents. */
export type Played = {
  readonly asked: number;
  readonly honest: number;
  /** mean probability of anything but `none`, and of each action */
  readonly treated: number;
  readonly actions: Readonly<Record<string, number>>;
  /** faces handed out, what was redeemed of them, and what of that went to others than shoppers */
  readonly offeredCents: number;
  readonly spentCents: number;
  readonly lostCents: number;
  /** the most that one name got */
  readonly mostCents: number;
  /** share of the questions after which money was gone for the first time; null: never */
  readonly goneAt: number | null;
  /** net margin over doing nothing a honest question, as the effects in `by` foretell it */
  readonly foretoldCents: number;
  /** masks by reason, as shares of all masks that stood */
  readonly masks: Readonly<Record<string, number>>;
  /** how far any distribution was from summing to one */
  readonly worstSum: number;
};

/** A person gets one incentive in so long, as the edge's own object has it by default. */
const PERSON_PERIOD_MS = 168 * 3_600_000;

/**
 * Puts every question to a release by the edge's own code: masks, scores, π, draw. A face is reserved when it is drawn; a shopper redeems
 * it with the probability that c(s) of `by` gives, anyone else always, and what is not redeemed comes back. Effects are those that `by`
 * foretells, for every release alike; in a world unlike the log that is extrapolation.
 */
export const playScenario = (
  release: Release,
  asked: readonly Asked[],
  {
    capCents,
    random,
    by,
  }: {
    readonly capCents: number;
    readonly random: Random;
    readonly by: Pick<PolicyModel, 'effect' | 'cost' | 'scores'>;
  },
): Played => {
  const { actions } = release;
  const sums = { treated: 0, foretold: 0, offered: 0, spent: 0, lost: 0, honest: 0, worst: 0 };
  const shares = new Array<number>(actions.length).fill(0);
  const masks: Record<string, number> = {};
  const given = new Map<string, { at: number; cents: number }>();
  let goneAt: number | null = null;
  asked.forEach((one, i) => {
    const { ask, profile, counts, history = [], at, honest } = one;
    const models = decisionModels(release, profile.arms);
    const had = given.get(profile.subject);
    const resting = had !== undefined && at - had.at < PERSON_PERIOD_MS;
    const left = capCents - sums.spent;
    const wanted = wantedCents({ ask, profile, counts, history, at, models });
    if (goneAt === null && wanted > left) goneAt = i / asked.length;
    const input = { ask, profile, counts, history, at, models, spendableCents: resting ? 0 : left };
    const { state, masks: held, distribution: pi } = consider(input);
    const cart = ask.state.context.cartCents;
    const { effects, costs } = score(by, actions, encodeState(state), cart);
    for (const reason of Object.values(held)) masks[reason] = (masks[reason] ?? 0) + 1;
    sums.worst = Math.max(sums.worst, Math.abs(pi.reduce((a, b) => a + b, 0) - 1));
    if (honest) {
      sums.honest++;
      pi.forEach((p, k) => {
        shares[k] = (shares[k] as number) + p;
        if (actions[k]?.id === NONE) return;
        sums.treated += p;
        sums.foretold += p * (effects[k] as number);
      });
    }
    const drawn = choose(pi, random.uniform());
    const action = actions[drawn];
    if (action?.kind !== 'incentive') return;
    const face = faceCents(action, cart);
    sums.offered += face;
    given.set(profile.subject, { at, cents: (had?.cents ?? 0) + face });
    if (honest && random.uniform() * face >= (costs[drawn] as number)) return;
    sums.spent += face;
    if (!honest) sums.lost += face;
  });
  const all = Object.values(masks).reduce((a, b) => a + b, 0);
  const each = (x: number): number => (sums.honest === 0 ? 0 : x / sums.honest);
  return {
    asked: asked.length,
    honest: sums.honest,
    treated: each(sums.treated),
    actions: Object.fromEntries(actions.map(({ id }, k) => [id, each(shares[k] as number)])),
    offeredCents: sums.offered,
    spentCents: sums.spent,
    lostCents: sums.lost,
    mostCents: [...given.values()].reduce((most, { cents }) => Math.max(most, cents), 0),
    goneAt,
    foretoldCents: each(sums.foretold),
    masks: Object.fromEntries(Object.entries(masks).map(([reason, n]) => [reason, n / all])),
    worstSum: sums.worst,
  };
};
