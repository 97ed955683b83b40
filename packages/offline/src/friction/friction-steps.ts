import { Fault } from '@causeway/contract';

/**
 * Steps of sessions with what was felt at each: the rows of a session stand together, in order.
 *
 * Shapes: `d` (d_t) and `total` (Δ_t, this step included) are n x families, `z` is n x zSize.
 */
export type FrictionSteps = {
  readonly n: number;
  /** names of the families of friction */
  readonly families: readonly string[];
  readonly d: Float64Array;
  readonly total: Float64Array;
  readonly zSize: number;
  readonly z: Float64Array;
  /** number of each row's session, from 0 */
  readonly session: Int32Array;
  readonly sessions: readonly string[];
  /** number of each row's stage or page template, and their names */
  readonly template: Int32Array;
  readonly templates: readonly string[];
  /** steps elapsed, as a number in [0, 1) */
  readonly elapsed: Float64Array;
  /** 1 where the visit could be left and would count: a person-period row (B24) */
  readonly risk: Uint8Array;
  /** 1 where it was left after this step */
  readonly event: Uint8Array;
  readonly at: Float64Array;
  /** margin of the session's order in cents, on each of its rows; 0 without an order */
  readonly marginCents: Float64Array;
};

/** Names of φ's coordinates: each family now, then each family so far. */
export const coordinates = ({ families }: Pick<FrictionSteps, 'families'>): string[] => [
  ...families.map((name) => `${name}.now`),
  ...families.map((name) => `${name}.total`),
];

/** The rows at risk, in order. */
export const riskRows = ({ n, risk }: FrictionSteps): Int32Array =>
  Int32Array.from({ length: n }, (_, i) => i).filter((i) => risk[i] === 1);

/** Rows to learn from and rows to judge by: whole sessions, only rows at risk. */
export type SessionSplit = {
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** the moment that parts them; null where time does not part sessions (each begins at its own 0) and every fourth one judges */
  readonly splitAt: number | null;
};

/** The sessions that began before a moment against the later ones. Throws `bad-input` when either side is too small. */
export const splitByTime = (steps: FrictionSteps, trainShare: number): SessionSplit => {
  const rows = riskRows(steps);
  const start = new Float64Array(steps.sessions.length).fill(Infinity);
  for (let i = 0; i < steps.n; i++) {
    const s = steps.session[i] as number;
    start[s] = Math.min(start[s] as number, steps.at[i] as number);
  }
  const startOf = (i: number): number => start[steps.session[i] as number] as number;
  const splitAt = Float64Array.from(rows, startOf).sort()[Math.floor(trainShare * rows.length)] ?? 0;
  let train = rows.filter((i) => startOf(i) < splitAt);
  let test = rows.filter((i) => startOf(i) >= splitAt);
  const parted = train.length >= rows.length / 4 && test.length > 0;
  if (!parted) {
    const judges = (i: number): boolean => (steps.session[i] as number) % 4 === 3;
    train = rows.filter((i) => !judges(i));
    test = rows.filter(judges);
  }
  if (train.length < 50 || test.length < 50) {
    const got = `a split by session leaves ${train.length} and ${test.length} rows at risk`;
    throw new Fault('bad-input', 'friction steps', `${got}, 50 each are needed`);
  }
  return { train, test, splitAt: parted ? splitAt : null };
};
