import { Fault } from '@causeway/contract';

export type TrainingWindow = {
  readonly days: number;
  readonly rows: number;
  /** estimated squared error of the recent mean, learned on this window */
  readonly error: number;
};

const DAY_MS = 86_400_000;

/**
 * How far back to learn from: the window whose mean best foretells the most recent one. error(w) = s²/n_w + max(0, (m_w - m_recent)² - s²/n_w - s²/n_recent): variance falls with
 * the window, squared bias (what the difference of means has beyond its noise) grows with it. Throws `no-support` with fewer than 50 recent rows.
 */
export const trainingWindow = (
  at: ArrayLike<number>,
  value: ArrayLike<number>,
  options: { readonly now: number; readonly recentDays?: number; readonly days?: readonly number[] },
): { readonly best: TrainingWindow; readonly windows: readonly TrainingWindow[] } => {
  const { now, recentDays = 7, days = [7, 14, 28, 56, 90, 180, 365] } = options;
  const since = (span: number) => {
    let [n, sum, squares] = [0, 0, 0];
    for (let i = 0; i < at.length; i++) {
      if ((at[i] as number) < now - span * DAY_MS || (at[i] as number) > now) continue;
      const v = value[i] as number;
      n++;
      sum += v;
      squares += v * v;
    }
    const mean = n === 0 ? 0 : sum / n;
    return { n, mean, variance: n < 2 ? 0 : (squares - n * mean * mean) / (n - 1) };
  };
  const recent = since(recentDays);
  if (recent.n < 50)
    throw new Fault(
      'no-support',
      'window',
      `got ${recent.n} rows in ${recentDays} days, at least 50 are needed`,
    );
  const windows = days
    .filter((span) => span >= recentDays)
    .map((span): TrainingWindow => {
      const { n, mean, variance } = since(span);
      const noise = variance / n;
      const bias =
        span === recentDays
          ? 0
          : Math.max(0, (mean - recent.mean) ** 2 - Math.max(0, recent.variance / recent.n - noise));
      return { days: span, rows: n, error: noise + bias };
    });
  const best = windows.reduce((a, b) => (b.error < a.error ? b : a));
  return { best, windows };
};

/** Families of alerts that say: what was learned no longer holds. */
const STALE = ['data', 'causal', 'friction', 'money'];

/** Should the study learn again? Stated rules: an open alert of those families, or an age over the limit. */
export const retrainingDue = (
  alerts: readonly { readonly family: string; readonly open: boolean; readonly cause: string }[],
  age: { readonly days: number; readonly maxDays: number },
): { readonly due: boolean; readonly because: readonly string[] } => {
  const because = alerts
    .filter(({ family, open }) => open && STALE.includes(family))
    .map(({ cause }) => cause);
  if (age.days > age.maxDays)
    because.push(`the live release is ${age.days.toFixed(0)} days old, at most ${age.maxDays} are meant`);
  return { due: because.length > 0, because };
};
