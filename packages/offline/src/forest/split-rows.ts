/** Puts the rows of [from, to) whose code is at most `bin` first, each side in its order; returns where the right side begins. */
export const splitRows = (
  rows: Int32Array,
  from: number,
  to: number,
  column: Uint8Array,
  bin: number,
  spare: Int32Array,
): number => {
  let at = from;
  let kept = 0;
  for (let k = from; k < to; k++) {
    const i = rows[k] as number;
    if ((column[i] as number) <= bin) rows[at++] = i;
    else spare[kept++] = i;
  }
  rows.set(spare.subarray(0, kept), at);
  return at;
};
