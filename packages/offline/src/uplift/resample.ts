import type { Random } from '../maths/index.ts';

/**
 * How often each row is in one bootstrap resample of whole groups; of rows when no groups are given. The counts come in the order of
 * rows that is given, else as the rows stand.
 */
export const resampler = (
  n: number,
  group: ArrayLike<string | number> | undefined,
  order?: Int32Array,
): { draw(random: Random): Float64Array; groups: number } => {
  const own = new Int32Array(n);
  const seen = new Map<string | number, number>();
  for (let i = 0; i < n; i++) {
    if (group === undefined) own[i] = i;
    else {
      const name = group[i] as string | number;
      own[i] = seen.get(name) ?? seen.size;
      if (own[i] === seen.size) seen.set(name, seen.size);
    }
  }
  const ordered = order === undefined ? own : order.map((i) => own[i] as number);
  const groups = group === undefined ? n : seen.size;
  const times = new Float64Array(groups);
  const draw = (random: Random): Float64Array => {
    times.fill(0);
    for (let k = 0; k < groups; k++) {
      const g = random.integer(groups);
      times[g] = (times[g] as number) + 1;
    }
    const counts = new Float64Array(n);
    for (let k = 0; k < n; k++) counts[k] = times[ordered[k] as number] as number;
    return counts;
  };
  return { draw, groups };
};
