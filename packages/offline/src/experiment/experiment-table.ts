import { Fault } from '@causeway/contract';

/** The rows of a two-arm experiment: one a visit or one a person. */
export type ExperimentTable = {
  readonly n: number;
  readonly outcome: ArrayLike<number>;
  /** 1 treated, 0 control */
  readonly treated: ArrayLike<number>;
  readonly person: readonly string[];
  /** Known before the experiment: one column each, n numbers. */
  readonly covariates?: readonly ArrayLike<number>[];
  readonly stratum?: readonly string[];
  readonly at?: ArrayLike<number>;
};

/** Throws `bad-input` for arms other than 0 and 1, a person in both arms, under 10 people in an arm, or numbers that are not finite. */
export const checkExperiment = ({ n, outcome, treated, person, covariates = [] }: ExperimentTable): void => {
  const armOf = new Map<string, number>();
  const people = [0, 0];
  for (let i = 0; i < n; i++) {
    const t = treated[i] as number;
    if (t !== 0 && t !== 1) throw new Fault('bad-input', `row ${i + 1}`, `arm ${t}, allowed is 0 or 1`);
    for (const column of [outcome, ...covariates])
      if (!Number.isFinite(column[i] as number))
        throw new Fault('bad-input', `row ${i + 1}`, `got ${column[i]}, a finite number is needed`);
    const name = person[i] as string;
    const before = armOf.get(name);
    if (before === undefined) {
      armOf.set(name, t);
      people[t] = (people[t] as number) + 1;
    } else if (before !== t)
      throw new Fault(
        'bad-input',
        `row ${i + 1}`,
        `person ${name} is in both arms: the assignment did not persist`,
      );
  }
  if (Math.min(people[0] as number, people[1] as number) < 10)
    throw new Fault(
      'no-support',
      'experiment',
      `got ${people[1]} and ${people[0]} people, at least 10 an arm are needed`,
    );
};
