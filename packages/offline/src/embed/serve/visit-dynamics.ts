import { digest, SESSION_SUMMARY_SIZE } from '@causeway/contract';
import { type CustomerHistory, DAY_MS } from '../../exposure/index.ts';
import { type Encoder, encodeHistory } from '../encoder.ts';
import { DRIFT_BOUND, type DynamicsFit, FEWEST_MOVES, fitDynamics } from './fit-dynamics.ts';

/** Days that are looked at, the newest: each asks for the history once more. */
const MOST_DAYS = 60;
const FEWEST_PEOPLE = 20;

export type VisitDynamics =
  | (DynamicsFit & { readonly moves: number; readonly days: number })
  /** why there are none */
  | { readonly none: string };

/**
 * A, B and Q of (B45) for the edge, from visits and the shop's own history: z before is the encoder's of what was known when the day of a
 * visit began, z after of what was known when the day ended, as two nightly batches would give them; u is the visit's summary.
 * Days of one customer with several visits are left out, as are days that the history does not hold to their end.
 *
 * `historyAt` gives c of every customer as of a moment; `historyEnd` is the moment after its last row. Nothing is learned where fewer than 50
 * moves of 20 people are seen, or where the moves foretell z of held-out people no better than leaving it as it was.
 */
export const visitDynamics = async (
  visits: {
    readonly n: number;
    readonly subject: readonly string[];
    readonly at: Float64Array;
    readonly u: Float64Array;
  },
  encoder: Encoder,
  history: { readonly historyAt: (asOf: number) => Promise<CustomerHistory>; readonly historyEnd: number },
): Promise<VisitDynamics> => {
  const perDay = new Map<number, Map<string, number | null>>();
  for (let i = 0; i < visits.n; i++) {
    const day = Math.floor((visits.at[i] as number) / DAY_MS);
    if ((day + 1) * DAY_MS > history.historyEnd) continue;
    const of = perDay.get(day) ?? new Map<string, number | null>();
    const who = visits.subject[i] as string;
    of.set(who, of.has(who) ? null : i);
    perDay.set(day, of);
  }
  const days = [...perDay.keys()].sort((a, b) => a - b).slice(-MOST_DAYS);
  if (days.length === 0) return { none: 'the history holds no whole day on which a visit ended' };

  let known: { at: number; rows: CustomerHistory; place: Map<string, number> } | null = null;
  const asOf = async (at: number) => {
    if (known?.at === at) return known;
    const rows = await history.historyAt(at);
    known = { at, rows, place: new Map(rows.subject.map((id, i) => [id, i])) };
    return known;
  };
  const zOf = ({ rows, place }: Awaited<ReturnType<typeof asOf>>, who: string): number[] | null => {
    const i = place.get(who);
    const width = rows.names.length;
    return i === undefined ? null : encodeHistory(encoder, rows.c.subarray(i * width, (i + 1) * width));
  };
  const [before, after, u, person]: [number[], number[], number[], string[]] = [[], [], [], []];
  for (const day of days) {
    const [from, to] = [await asOf(day * DAY_MS), await asOf((day + 1) * DAY_MS)];
    for (const [who, visit] of perDay.get(day) ?? []) {
      const [z, next] = [zOf(from, who), zOf(to, who)];
      if (visit === null || z === null || next === null) continue;
      before.push(...z);
      after.push(...next);
      u.push(...visits.u.subarray(visit * SESSION_SUMMARY_SIZE, (visit + 1) * SESSION_SUMMARY_SIZE));
      person.push(who);
    }
  }
  const [n, people] = [person.length, new Set(person).size];
  if (n < FEWEST_MOVES || people < FEWEST_PEOPLE)
    return {
      none: `${n} days with one visit of ${people} known customers; ${FEWEST_MOVES} of ${FEWEST_PEOPLE} are needed`,
    };
  const fit = fitDynamics(
    {
      n,
      d: encoder.weights.length,
      k: SESSION_SUMMARY_SIZE,
      before: Float64Array.from(before),
      u: Float64Array.from(u),
      after: Float64Array.from(after),
      person,
    },
    { encoder: digest(encoder), ...DRIFT_BOUND },
  );
  return fit.explained > 0
    ? { ...fit, moves: n, days: days.length }
    : { none: `visits foretell no move of z: ${fit.explained.toFixed(3)} of its variance, held out` };
};
