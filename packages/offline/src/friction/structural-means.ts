import { meanInterval } from '../maths/index.ts';
import type { FrictionSteps } from './friction-steps.ts';

/** φ⁽⁰⁾ of every template (B29): templates x K, shrunken, with the share of its own mean that each kept. */
export type StructuralMeans = {
  readonly mean: Float64Array;
  readonly own: Float64Array;
  readonly rows: Int32Array;
  readonly sessions: Int32Array;
};

type Moments = { readonly mean: number; readonly variance: number; readonly sessions: number };

/** The mean of a template's rows and the variance of that mean by session; few sessions know no variance. */
const momentsOf = (values: number[], sessions: number[]): Moments | null => {
  if (new Set(sessions).size < 2) return null;
  const { value, standardError, clusters } = meanInterval(values, sessions);
  return { mean: value, variance: standardError ** 2, sessions: clusters };
};

/** Sessions that the variance of all templates counts for beside a template's own. */
const VARIANCE_SESSIONS = 4;

/**
 * The variances, drawn toward that of all templates: a handful of sessions without any friction shows a variance of 0, and would else
 * count for more than a thousand sessions.
 */
const steadied = (found: readonly Moments[]): Moments[] => {
  const sessions = found.reduce((sum, m) => sum + m.sessions, 0);
  const pooled =
    found.reduce((sum, m) => sum + m.sessions * (m.sessions * m.variance), 0) / Math.max(1, sessions);
  return found.map((m) => ({
    ...m,
    variance:
      (m.sessions * m.variance + (VARIANCE_SESSIONS * pooled) / m.sessions) /
      (m.sessions + VARIANCE_SESSIONS),
  }));
};

/** The spread τ² of true template means by the method of moments (DerSimonian and Laird), and their precision-weighted centre. */
const spreadOf = (found: readonly Moments[]): { centre: number; tau2: number } => {
  if (found.length === 0) return { centre: 0, tau2: 0 };
  // Where no template varies at all, each counts alike.
  const w = found.map(({ variance }) => (variance > 0 ? 1 / variance : 1));
  const sum = w.reduce((a, b) => a + b, 0);
  const centre = found.reduce((s, { mean }, k) => s + (w[k] as number) * mean, 0) / sum;
  const q = found.reduce((s, { mean }, k) => s + (w[k] as number) * (mean - centre) ** 2, 0);
  const free = sum - w.reduce((s, x) => s + x * x, 0) / sum;
  return { centre, tau2: free > 0 ? Math.max(0, (q - (found.length - 1)) / free) : 0 };
};

/**
 * The structural part φ⁽⁰⁾(template) of (B29) by empirical Bayes, coordinate by coordinate: a template's mean φ, shrunk toward the centre of
 * all templates by τ²/(τ² + its own variance by session). A template of one session is the centre.
 *
 * @param phi n x K, φ of every row of `steps`
 */
export const structuralMeans = (steps: FrictionSteps, phi: Float64Array): StructuralMeans => {
  const { n, templates, template, session } = steps;
  const size = phi.length / n;
  const rowsOf = templates.map((): number[] => []);
  for (let i = 0; i < n; i++) (rowsOf[template[i] as number] as number[]).push(i);
  const mean = new Float64Array(templates.length * size);
  const own = new Float64Array(templates.length * size);
  const names = rowsOf.map((rows) => rows.map((i) => session[i] as number));
  for (let k = 0; k < size; k++) {
    const seen = rowsOf.map((rows, t) =>
      momentsOf(
        rows.map((i) => phi[i * size + k] as number),
        names[t] as number[],
      ),
    );
    const known = seen.filter((m) => m !== null);
    const steady = steadied(known);
    const { centre, tau2 } = spreadOf(steady);
    seen.forEach((mine, t) => {
      const m = mine === null ? null : (steady[known.indexOf(mine)] as Moments);
      const kept = m === null ? 0 : m.variance === 0 ? 1 : tau2 / (tau2 + m.variance);
      own[t * size + k] = kept;
      mean[t * size + k] = kept * (m?.mean ?? 0) + (1 - kept) * centre;
    });
  }
  return {
    mean,
    own,
    rows: Int32Array.from(rowsOf, (rows) => rows.length),
    sessions: Int32Array.from(names, (list) => new Set(list).size),
  };
};

/** Rows that yesterday's mean counts for when today's are added: about a week of a page that few visit. */
export const MEMORY_ROWS = 500;

/** The daily refresh: yesterday's φ⁽⁰⁾ and today's rows, weighted as 500 rows and n. A template without rows today stays. */
export const refreshMean = (before: ArrayLike<number>, today: ArrayLike<number>, rows: number): number[] =>
  Array.from(before, (x, k) => (MEMORY_ROWS * x + rows * (today[k] as number)) / (MEMORY_ROWS + rows));
