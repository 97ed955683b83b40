import { makeRandom } from '../../maths/index.ts';

/** Rows of a share of the sessions, drawn by the seed; rows of a session lie together. */
export const sampleSessions = (session: Int32Array, share: number, seed: number): Int32Array => {
  const random = makeRandom(seed);
  let [own, drawn] = [-1, false];
  const rows: number[] = [];
  session.forEach((s, i) => {
    if (i === 0 || s !== own) drawn = random.uniform() < share;
    own = s;
    if (drawn) rows.push(i);
  });
  return Int32Array.from(rows);
};
