import type { Random } from '../maths/index.ts';

/** How often each row is in one bootstrap resample of whole groups; of rows when no groups are given. */
export const resampler = (
  n: number,
  group: ArrayLike<string | number> | undefined,
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
  const groups = group === undefined ? n : seen.size;
  const draw = (random: Random): Float64Array => {
    const times = new Float64Array(groups);
    for (let k = 0; k < groups; k++) {
      const g = random.integer(groups);
      times[g] = (times[g] as number) + 1;
    }
    return Float64Array.from(own, (g) => times[g] as number);
  };
  return { draw, groups };
};
