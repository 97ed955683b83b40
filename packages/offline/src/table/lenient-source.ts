/**
 * A call of DuckDB's CSV reader that also takes files edited by hand or by awk, which mix line ends or leave a quote open; null when
 * the call reads no CSV. The strict call is to be tried first: it tells more when a file is wrong.
 */
export const lenientSource = (source: string): string | null =>
  source.startsWith('read_csv_auto(')
    ? source.replace('sample_size', 'strict_mode = false, sample_size')
    : null;
