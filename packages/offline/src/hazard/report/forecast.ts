/** What a model said of rows, and what came. */
export type Forecast = {
  /** Predicted probability of the event in the row's period. */
  readonly p: Float64Array;
  /** 0 or 1. */
  readonly y: Uint8Array;
  /** Whose row it is: rows of one are drawn together. */
  readonly session: ArrayLike<string | number>;
};

export const forecastRows = ({ p, y, session }: Forecast, rows: ArrayLike<number>): Forecast => ({
  p: Float64Array.from(rows, (i) => p[i] as number),
  y: Uint8Array.from(rows, (i) => y[i] as number),
  session: Array.from(rows, (i) => session[i] as string | number),
});
