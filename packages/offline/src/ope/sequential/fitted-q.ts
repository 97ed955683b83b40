import { Fault } from '@causeway/contract';
import { prepareRidge, type RidgeFit, takeRows } from '../../maths/index.ts';
import { groupFolds } from '../../nuisance/index.ts';
import type { SessionLog } from './session-log.ts';

export type QModel = {
  readonly arms: number;
  readonly p: number;
  readonly fits: readonly (RidgeFit | null)[];
};

/** Q̂(s, ·) of one row, A numbers. */
export const qOf = (model: QModel, x: Float64Array, row: number, into: Float64Array): void => {
  model.fits.forEach((fit, a) => {
    if (fit === null) {
      into[a] = 0;
      return;
    }
    let sum = fit.intercept;
    for (let k = 0; k < model.p; k++)
      sum += (fit.coefficients[k] as number) * (x[row * model.p + k] as number);
    into[a] = sum;
  });
};

/** Fewer rows of an arm than this teach nothing of it: its Q stays that of no reward. */
const LEAST_ROWS = 10;

/**
 * What a state's value is from its arms' Q̂: for evaluation Σ_a π Q̂, for learning a maximum that knows its limits. Called for every
 * row on every sweep.
 */
export type Backup = (row: number, q: Float64Array) => number;

/**
 * Fitted Q iteration: Q̂ ← ridge of r_t + γ V(s_{t+1}) on x, an arm at a time, as many sweeps as the longest session has steps (then
 * every reward has reached every earlier state). V is `backup` of the next row; 0 after the last. Rows: those of the given sessions.
 */
export const fitQ = (
  log: SessionLog,
  sessions: ArrayLike<number>,
  backup: Backup,
  options: { readonly gamma?: number; readonly sweeps?: number } = {},
): QModel => {
  const { gamma = 1 } = options;
  const rows: number[] = [];
  const last = new Uint8Array(log.rows);
  let longest = 1;
  for (let k = 0; k < sessions.length; k++) {
    const s = sessions[k] as number;
    const [from, to] = [log.offset[s] as number, log.offset[s + 1] as number];
    for (let i = from; i < to; i++) rows.push(i);
    last[to - 1] = 1;
    longest = Math.max(longest, to - from);
  }
  if (rows.length < 2)
    throw new Fault('bad-input', 'fitted Q', `got ${rows.length} rows, at least 2 are needed`);
  const own = Array.from({ length: log.arms }, (_, a) => rows.filter((i) => log.action[i] === a));
  const ridges = own.map((of) =>
    of.length < LEAST_ROWS ? null : prepareRidge({ x: takeRows(log.x, log.p, of), n: of.length, p: log.p }),
  );
  let model: QModel = { arms: log.arms, p: log.p, fits: own.map(() => null) };
  const q = new Float64Array(log.arms);
  const target = new Float64Array(log.rows);
  for (let sweep = 0; sweep < Math.min(options.sweeps ?? longest, 60); sweep++) {
    for (const i of rows) {
      let next = 0;
      if (last[i] !== 1 && sweep > 0) {
        qOf(model, log.x, i + 1, q);
        next = backup(i + 1, q);
      }
      target[i] = (log.reward[i] as number) + gamma * next;
    }
    model = {
      ...model,
      fits: ridges.map(
        (ridge, a) => ridge?.(Float64Array.from(own[a] as number[], (i) => target[i] as number)) ?? null,
      ),
    };
  }
  return model;
};

/** Σ_a π(a|s) Q̂(s, a). */
export const expectedQ =
  (log: SessionLog): Backup =>
  (row, q) => {
    let sum = 0;
    for (let a = 0; a < log.arms; a++) sum += (log.pi[row * log.arms + a] as number) * (q[a] as number);
    return sum;
  };

/** Q̂ of every row, N x A, by models that saw none of its person's sessions. */
export const crossFitQ = (log: SessionLog, seed: number, gamma = 1, folds = 3): Float64Array => {
  const out = new Float64Array(log.rows * log.arms);
  const groups = groupFolds(log.cluster.map(String), folds, seed);
  const q = new Float64Array(log.arms);
  for (let j = 0; j < groups.count; j++) {
    const model = fitQ(log, groups.train(j), expectedQ(log), { gamma });
    for (const s of groups.test(j))
      for (let i = log.offset[s] as number; i < (log.offset[s + 1] as number); i++) {
        qOf(model, log.x, i, q);
        out.set(q, i * log.arms);
      }
  }
  return out;
};
