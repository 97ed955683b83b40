const HOUR_MS = 3_600_000;

/** A calendar that a metric may follow: which class a moment falls into (UTC). */
const CALENDARS = {
  hour: { classes: 24, of: (at: number) => Math.floor(at / HOUR_MS) % 24 },
  weekday: { classes: 7, of: (at: number) => (Math.floor(at / (24 * HOUR_MS)) + 4) % 7 },
} as const;

const LEAST_PERIODS = 3;
/** A calendar is followed when it explains more than noise of so many classes would, several times over. */
const LEAST_F = 4;

/** What the calendar says of a moment, to be taken off a value; null when the reference shows no season. */
export type Season = { readonly calendars: readonly string[]; readonly at: (at: number) => number };

/**
 * Additive seasons by hour of day and day of week, from the reference's residuals: classes' means shrunk by 5 observations towards 0. One
 * is followed when the reference spans three of its periods and F = (SSB/(k-1))/(SSW/(n-k)) is at least 4.
 */
export const findSeason = (at: ArrayLike<number>, value: ArrayLike<number>): Season => {
  const n = value.length;
  const rest = Float64Array.from(value);
  const offsets: { name: string; of: (at: number) => number; mean: Float64Array }[] = [];
  const span = n === 0 ? 0 : (at[n - 1] as number) - (at[0] as number);
  for (const [name, { classes, of }] of Object.entries(CALENDARS)) {
    if (span < LEAST_PERIODS * (name === 'hour' ? 24 : 168) * HOUR_MS || n < 4 * classes) continue;
    const count = new Float64Array(classes);
    const sum = new Float64Array(classes);
    let [total, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const [k, v] = [of(at[i] as number), rest[i] as number];
      count[k] = (count[k] as number) + 1;
      sum[k] = (sum[k] as number) + v;
      total += v / n;
      squares += v * v;
    }
    let [between, used] = [0, 0];
    for (let k = 0; k < classes; k++) {
      const c = count[k] as number;
      if (c === 0) continue;
      used++;
      between += c * ((sum[k] as number) / c - total) ** 2;
    }
    const within = squares - n * total * total - between;
    if (used < 2 || n <= used || !(between / (used - 1) > (LEAST_F * within) / (n - used))) continue;
    const mean = Float64Array.from(count, (c, k) => ((sum[k] as number) - c * total) / (c + 5));
    offsets.push({ name, of, mean });
    for (let i = 0; i < n; i++) rest[i] = (rest[i] as number) - (mean[of(at[i] as number)] as number);
  }
  return {
    calendars: offsets.map(({ name }) => name),
    at: (moment) => offsets.reduce((sum, { of, mean }) => sum + (mean[of(moment)] as number), 0),
  };
};
