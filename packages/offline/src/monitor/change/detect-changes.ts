import { Fault, log } from '@causeway/contract';
import { type Alternative, normalAlternatives, rateAlternatives, rateRange } from './evidence.ts';
import { autocorrelation, normalScorer } from './normal-scores.ts';
import { findSeason } from './season.ts';
import { isRate, type Series } from './series.ts';

/** One change that was found. Numbers count observations of the series, from 0. */
export type Change = {
  readonly metric: string;
  readonly change: Alternative['change'];
  /** the first observation that the evidence rests on, and the one at which it sufficed */
  readonly onset: number;
  readonly onsetAt: number;
  readonly alarm: number;
  readonly alarmAt: number;
  /** when it was as before again; null: not yet; `settled`: so long that it became the new reference */
  readonly end: number | null;
  readonly endAt: number | null;
  readonly settled: boolean;
  /** ln of the evidence, and what was needed */
  readonly evidence: number;
  readonly threshold: number;
  /** mean (or rate) of the reference before it, and from onset to end */
  readonly before: number;
  readonly after: number;
};

export type ChangeReport = {
  readonly metric: string;
  readonly kind: 'rate' | 'level' | 'constant';
  readonly observations: number;
  readonly reference: number;
  readonly missing: number;
  readonly seasons: readonly string[];
  readonly autocorrelation: number;
  readonly changes: readonly Change[];
};

export type ChangeOptions = {
  /** observations before this moment are the reference; else a quarter of them, 30 to 1000 */
  readonly referenceUntil?: number;
  /** chance of any false alarm over `horizon` observations */
  readonly falseAlarm?: number;
  /** how many observations the promise holds for: what stands in the series, unless more are to come */
  readonly horizon?: number;
};

const LEAST_REFERENCE = 20;
/** Under this share of the threshold there is no evidence to speak of. */
const QUIET = 0.3;

const nameOf = ({ change, size }: Alternative): string => `${change} ${size}`;

type Scored = {
  readonly alternatives: readonly Alternative[];
  readonly score: (i: number) => number;
  readonly seasons: readonly string[];
  readonly correlation: number;
  /** evidence of one observation is worth so much: less when neighbours are alike */
  readonly worth: number;
};

const scoreRate = ({ value }: Series, from: number, to: number): Scored => {
  let hits = 0;
  for (let i = from; i < to; i++) hits += value[i] as number;
  const { low, high } = rateRange(hits, to - from);
  return {
    alternatives: rateAlternatives(low, high),
    score: (i) => value[i] as number,
    seasons: [],
    correlation: 0,
    worth: 1,
  };
};

const scoreLevel = ({ at, value }: Series, from: number, to: number): Scored => {
  const part = value.subarray(from, to);
  const season = findSeason(at.subarray(from, to), part);
  const plain = (i: number) => (value[i] as number) - season.at(at[i] as number);
  const first = normalScorer(Float64Array.from(part, (_, k) => plain(from + k)));
  const z = Float64Array.from(part, (_, k) => first(plain(from + k)));
  // An estimate from few values is too small by (1 + 3φ)/n (Kendall 1954).
  const raw = autocorrelation(z, 1);
  const phi = Math.min(0.99, Math.max(0, raw + (1 + 3 * raw) / z.length));
  // Neighbours that are alike are not evidence twice: then the innovation z_t - φ z_{t-1} is judged, in its own order.
  const whiten = phi > Math.max(0.1, 2 / Math.sqrt(z.length));
  const step = (i: number) => first(plain(i)) - (whiten && i > 0 ? phi * first(plain(i - 1)) : 0);
  const steps = Float64Array.from(part, (_, k) => step(from + k));
  const second = normalScorer(steps);
  let rest = 1;
  for (let lag = 1; lag <= 3; lag++)
    rest += 2 * Math.max(0, autocorrelation(steps, lag) - 1 / Math.sqrt(steps.length));
  return {
    alternatives: normalAlternatives(z.length >= 400 ? 0.25 : 0.5, z.length / rest),
    score: (i) => second(step(i)),
    seasons: season.calendars,
    correlation: phi,
    worth: 1 / rest,
  };
};

const mean = (value: Float64Array, from: number, to: number): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += value[i] as number;
  return sum / Math.max(1, to - from);
};

/**
 * Finds when a metric left its reference, and when it came back. For each alternative k the cumulative sum S = max(0, S) + ln LR_k is kept;
 * an alarm is S >= ln(K N / α), K alternatives, N observations: then the chance of any false alarm among N is at most α when the
 * reference is known (each sum is a maximum of N likelihood-ratio martingales). Rates are judged as Bernoulli draws against the 80 %
 * interval of the reference's rate; other metrics by normal scores of their rank in the reference, against the same interval of its mean and
 * spread, seasons and autocorrelation taken off. After
 * an alarm S is held at the threshold until it has fallen to 0 (the end), or until the new level has lasted twice as long as the reference
 * (settled: it is the reference from then on). Throws `no-support` for fewer than 20 observations of reference.
 */
export const detectChanges = (series: Series, options: ChangeOptions = {}): ChangeReport => {
  const { name, at, value } = series;
  const n = value.length;
  const until = options.referenceUntil;
  const wanted =
    until === undefined
      ? Math.min(1000, Math.max(30, Math.floor(n / 4)))
      : at.filter((t) => t < until).length;
  if (wanted < LEAST_REFERENCE || n < wanted)
    throw new Fault(
      'no-support',
      name,
      `got ${Math.min(n, wanted)} observations of reference, at least ${LEAST_REFERENCE} are needed`,
    );
  const binary = isRate(series);
  const constant = value.every((v) => v === value[0]);
  const base = { metric: name, observations: n, reference: wanted, missing: series.missing };
  if (constant) return { ...base, kind: 'constant', seasons: [], autocorrelation: 0, changes: [] };
  const scorer = binary ? scoreRate : scoreLevel;

  let [from, to] = [0, wanted];
  let scored = scorer(series, from, to);
  const first = scored;
  const threshold = log((10 * Math.max(options.horizon ?? 0, n - wanted, 1)) / (options.falseAlarm ?? 0.05));
  let sums = scored.alternatives.map(() => ({ s: 0, since: to }));
  const changes: Change[] = [];
  let open: { k: number; alarm: number; onset: number; peak: number } | null = null;
  const close = (end: number | null, settled: boolean): void => {
    if (open === null) return;
    const { k, alarm, onset, peak } = open;
    changes.push({
      metric: name,
      change: (scored.alternatives[k] as Alternative).change,
      onset,
      onsetAt: at[onset] as number,
      alarm,
      alarmAt: at[alarm] as number,
      end,
      endAt: end === null ? null : (at[end] as number),
      settled,
      evidence: peak,
      threshold,
      before: mean(value, from, to),
      after: mean(value, onset, end ?? n),
    });
    open = null;
  };
  const begin = (i: number): void => {
    sums = scored.alternatives.map(() => ({ s: 0, since: i }));
  };
  for (let i = wanted; i < n; i++) {
    const score = scored.score(i);
    sums.forEach((sum, k) => {
      const before = sum.s > 0 ? sum.s : 0;
      if (before === 0) sum.since = i;
      sum.s = before + scored.worth * (scored.alternatives[k] as Alternative).evidence(score);
    });
    if (open === null) {
      const k = sums.reduce((best, { s }, j) => (s > (sums[best]?.s as number) ? j : best), 0);
      const { s, since } = sums[k] as { s: number; since: number };
      if (s >= threshold) open = { k, alarm: i, onset: since, peak: s };
      else if (i >= 1.5 * (to - from) + from && s < QUIET * threshold) {
        // Nothing has happened for long: what stands before any evidence joins the reference, which so becomes sharper.
        const calm = sums.reduce((least, sum) => (sum.s > 0 ? Math.min(least, sum.since) : least), i);
        if (calm - from >= 1.2 * (to - from)) {
          to = calm;
          const [held, names] = [sums, scored.alternatives.map(nameOf)];
          scored = scorer(series, from, to);
          sums = scored.alternatives.map((a) => held[names.indexOf(nameOf(a))] ?? { s: 0, since: i });
        }
      }
    } else {
      const held = sums[open.k] as { s: number };
      open.peak = Math.max(open.peak, held.s);
      held.s = Math.min(held.s, threshold);
      if (held.s <= 0) {
        close(i, false);
        begin(i + 1);
      } else if (i - open.onset >= Math.max(200, 2 * wanted)) {
        const { onset } = open;
        close(i, true);
        [from, to] = [onset, i + 1];
        scored = scorer(series, from, to);
        begin(i + 1);
      }
    }
  }
  close(null, false);
  return {
    ...base,
    kind: binary ? 'rate' : 'level',
    seasons: first.seasons,
    autocorrelation: first.correlation,
    changes,
  };
};
