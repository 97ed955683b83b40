import type { Random } from '../maths/index.ts';

/** Draws half of the groups (rows, when none are given) without replacement; the rows of those drawn, ascending. */
export const halfSamples = (
  n: number,
  group: ArrayLike<string | number> | undefined,
): ((random: Random) => Int32Array) => {
  const members = new Map<string | number, number[]>();
  for (let i = 0; i < n; i++) {
    const g = group === undefined ? i : (group[i] as string | number);
    const own = members.get(g);
    if (own === undefined) members.set(g, [i]);
    else own.push(i);
  }
  const groups = [...members.values()];
  return (random) => {
    const wanted = Math.max(1, groups.length >> 1);
    const rows: number[] = [];
    let taken = 0;
    groups.forEach((own, k) => {
      if (random.uniform() * (groups.length - k) >= wanted - taken) return;
      taken++;
      rows.push(...own);
    });
    return Int32Array.from(rows).sort();
  };
};
