import { Fault } from '@causeway/contract';

export type LoggedRows = {
  readonly n: number;
  readonly p: number;
  readonly arms: readonly string[];
  /** n x p */
  readonly x: Float64Array;
  readonly names: readonly string[];
  readonly action: Int32Array;
  readonly reward: ArrayLike<number>;
  readonly propensity: ArrayLike<number>;
};

const wordOf = (name: string): string => name.replace(/[\s:|]+/g, '_');

/**
 * Rows in Vowpal Wabbit's contextual-bandit text (`--cb A`): `action:cost:probability | name:value ..`, actions from 1, cost = -reward, zeros left
 * out. Throws `bad-input` for a propensity outside (0, 1].
 */
export function* vwText(rows: LoggedRows): Generator<string> {
  for (let i = 0; i < rows.n; i++) {
    const p = rows.propensity[i] as number;
    if (!(p > 0 && p <= 1))
      throw new Fault('bad-input', `row ${i + 1}`, `propensity ${p}, allowed is (0, 1]`);
    const parts = rows.names.flatMap((name, k) => {
      const value = rows.x[i * rows.p + k] as number;
      return value === 0 ? [] : [`${wordOf(name)}:${value}`];
    });
    // -0 would be written "-0".
    const cost = 0 - (rows.reward[i] as number);
    yield `${(rows.action[i] as number) + 1}:${cost}:${p} | ${parts.join(' ')}`;
  }
}

/** The arrays that Open Bandit Pipeline takes as `bandit_feedback`, as JSON-able lists; one position. */
export const obpFeedback = ({ n, p, arms, x, action, reward, propensity }: LoggedRows) => ({
  n_rounds: n,
  n_actions: arms.length,
  context: Array.from({ length: n }, (_, i) => Array.from(x.subarray(i * p, (i + 1) * p))),
  action: Array.from(action),
  position: new Array<number>(n).fill(0),
  reward: Array.from(reward),
  pscore: Array.from(propensity),
});
