import type { ModelRunner } from './model-runner.ts';
import { refuseRow } from './model-runner.ts';

/** The runner, for rows that a stranger fills: an input that chooses a row of a table must be one of them. Throws `bad-field`. */
export const guardChoices = (runner: ModelRunner): ModelRunner => {
  const { blob, score, run } = runner;
  const check = (row: ArrayLike<number>): void => {
    for (const { input, rows } of blob.choices) {
      const x = row[input] as number;
      if (input < row.length && !(x >= 0 && x < rows && x % 1 === 0))
        refuseRow(`number ${input} is ${x}, not a whole number under ${rows}`);
    }
  };
  return {
    ...runner,
    score(row) {
      check(row);
      return score(row);
    },
    run(row, out) {
      check(row);
      return run(row, out);
    },
  };
};
