import { sigmoid } from '@causeway/contract';
import { type Interval, meanInterval } from '../maths/index.ts';
import type { FrictionSteps } from './friction-steps.ts';
import type { StructuralMeans } from './structural-means.ts';

/** One stage or page template: how much friction everyone meets there, and what it costs. */
export type TemplateFriction = {
  readonly template: string;
  readonly rows: number;
  readonly sessions: number;
  /** F⁽⁰⁾ = qᵀφ⁽⁰⁾ over what the page itself adds (the coordinates of this step), and the interval of its own mean by session (null for one session) */
  readonly structuralIndex: number;
  readonly low: number | null;
  readonly high: number | null;
  /** the coordinate that adds most to it */
  readonly worst: string;
  /** margin lost to its structural friction, in cents a session of the log, with the interval by session; null where nothing is at risk */
  readonly atStakeCents: Interval | null;
};

type Scored = {
  readonly steps: FrictionSteps;
  /** n x K */
  readonly phi: Float64Array;
  readonly names: readonly string[];
  readonly q: readonly number[];
  readonly v: readonly number[];
  /** η of every row */
  readonly eta: Float64Array;
  readonly structural: StructuralMeans;
};

/** The mean margin that a session which stays beyond a row of this template brings in the end: by template, over rows not left. */
const worthOfStaying = ({
  n,
  template,
  templates,
  risk,
  event,
  marginCents,
}: FrictionSteps): Float64Array => {
  const sum = new Float64Array(templates.length);
  const rows = new Float64Array(templates.length);
  for (let i = 0; i < n; i++) {
    if (risk[i] !== 1 || event[i] === 1) continue;
    const t = template[i] as number;
    sum[t] = (sum[t] as number) + (marginCents[i] as number);
    rows[t] = (rows[t] as number) + 1;
  }
  return sum.map((x, t) => x / Math.max(1, rows[t] as number));
};

/**
 * Templates by structural friction, the worst first. At stake is what repairing the page would bring: at each of its rows the hazard falls
 * from λ(φ) to λ(φ - φ⁽⁰⁾) in this step's coordinates (never under 0), and who stays is worth what those who stayed there brought.
 * It reads the fitted hazard as causal, so it ranks repairs; it does not promise the sum.
 */
export const templateReport = ({ steps, phi, names, q, v, eta, structural }: Scored): TemplateFriction[] => {
  const size = names.length;
  const now = size / 2;
  const worth = worthOfStaying(steps);
  const rows = Int32Array.from({ length: steps.n }, (_, i) => i);
  const lost = new Float64Array(steps.n);
  const index = new Float64Array(steps.n);
  for (let i = 0; i < steps.n; i++) {
    const t = steps.template[i] as number;
    let relief = 0;
    for (let k = 0; k < now; k++) {
      const x = phi[i * size + k] as number;
      index[i] = (index[i] as number) + (q[k] as number) * x;
      relief += (v[k] as number) * Math.min(x, structural.mean[t * size + k] as number);
    }
    if (steps.risk[i] !== 1) continue;
    const before = eta[i] as number;
    lost[i] = (sigmoid(before) - sigmoid(before - relief)) * (worth[t] as number);
  }
  return steps.templates
    .map((template, t): TemplateFriction => {
      const own = rows.filter((i) => steps.template[i] === t);
      const parts = Array.from(
        { length: now },
        (_, k) => (q[k] as number) * (structural.mean[t * size + k] as number),
      );
      const top = parts.reduce((best, x, k) => (x > (parts[best] as number) ? k : best), 0);
      const structuralIndex = parts.reduce((a, b) => a + b, 0);
      const several = (structural.sessions[t] as number) > 1;
      const spread = several
        ? meanInterval(
            Float64Array.from(own, (i) => index[i] as number),
            own.map((i) => steps.session[i] as number),
          )
        : null;
      const half = spread === null ? null : (spread.high - spread.low) / 2;
      const perSession = new Float64Array(steps.sessions.length);
      for (const i of own) {
        const s = steps.session[i] as number;
        perSession[s] = (perSession[s] as number) + (lost[i] as number);
      }
      const atRisk = own.some((i) => steps.risk[i] === 1);
      return {
        template,
        rows: structural.rows[t] as number,
        sessions: structural.sessions[t] as number,
        structuralIndex,
        low: half === null ? null : structuralIndex - half,
        high: half === null ? null : structuralIndex + half,
        worst: names[top] as string,
        atStakeCents: atRisk && steps.sessions.length > 1 ? meanInterval(perSession, steps.sessions) : null,
      };
    })
    .filter(({ rows: own }) => own > 0)
    .sort((a, b) => b.structuralIndex - a.structuralIndex || (a.template < b.template ? -1 : 1));
};
