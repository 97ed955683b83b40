import { Fault } from '@causeway/contract';

/**
 * Sessions with several decisions, rows in the order of session and step. With N rows, S sessions and A arms: `offset` has S + 1 numbers, session
 * s holds rows offset[s]..offset[s+1]-1; `x` is N x p, `pi` is the candidate's distribution, N x A.
 */
export type SessionLog = {
  readonly rows: number;
  readonly sessions: number;
  readonly arms: number;
  readonly p: number;
  readonly offset: Int32Array;
  readonly x: Float64Array;
  readonly action: Int32Array;
  readonly reward: Float64Array;
  readonly propensity: Float64Array;
  readonly pi: Float64Array;
  /** one a session */
  readonly cluster: readonly (string | number)[];
};

/** Throws `bad-input` for sizes that do not agree, empty sessions, propensities outside (0, 1], rows of π that do not sum to one. */
export const checkSessionLog = (log: SessionLog): void => {
  const { rows, sessions, arms, offset, propensity, pi, action } = log;
  if (offset.length !== sessions + 1 || offset[0] !== 0 || offset[sessions] !== rows)
    throw new Fault(
      'bad-input',
      'offset',
      `got ${offset.length} marks for ${sessions} sessions and ${rows} rows`,
    );
  for (let s = 0; s < sessions; s++)
    if (!((offset[s + 1] as number) > (offset[s] as number)))
      throw new Fault('bad-input', `session ${s}`, 'it holds no rows');
  for (let i = 0; i < rows; i++) {
    const p = propensity[i] as number;
    if (!(p > 0 && p <= 1))
      throw new Fault('bad-input', `row ${i + 1}`, `propensity ${p}, allowed is (0, 1]`);
    if (!((action[i] as number) >= 0 && (action[i] as number) < arms))
      throw new Fault('unknown-action', `row ${i + 1}`, `got ${action[i]}, there are ${arms} arms`);
    if (!Number.isFinite(log.reward[i] as number))
      throw new Fault('bad-input', `row ${i + 1}`, `reward ${log.reward[i]}, a finite number is needed`);
    let sum = 0;
    for (let a = i * arms; a < (i + 1) * arms; a++) sum += pi[a] as number;
    if (Math.abs(sum - 1) > 1e-6)
      throw new Fault(
        'bad-input',
        `row ${i + 1}`,
        `the candidate's probabilities sum to ${sum}, they must sum to 1`,
      );
  }
};

/** w_t = π(a_t|s_t) / μ(a_t|s_t) of each row (B34), and W_t = w_0 .. w_t within its session (B35). */
export const ratios = ({ rows, sessions, arms, offset, action, propensity, pi }: SessionLog) => {
  const step = Float64Array.from(
    { length: rows },
    (_, i) => (pi[i * arms + (action[i] as number)] as number) / (propensity[i] as number),
  );
  const upTo = new Float64Array(rows);
  for (let s = 0; s < sessions; s++) {
    let product = 1;
    for (let i = offset[s] as number; i < (offset[s + 1] as number); i++) {
      product *= step[i] as number;
      upTo[i] = product;
    }
  }
  return { step, upTo };
};
