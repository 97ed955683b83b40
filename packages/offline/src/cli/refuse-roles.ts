import { Fault } from '@causeway/contract';

/** What a column is for besides being a feature, by its role; undefined where there is none. */
export type Roles = { readonly [role: string]: string | undefined };

/** Known only once the treatment was given, or its own cause: as a feature each would explain the effect away. */
const NO_FEATURES = ['treatment', 'action', 'outcome', 'reward', 'instrument', 'propensity', 'weight'];

/** Throws `bad-input` when a feature is also the outcome, the treatment, or what goes with them. */
export const refuseRoles = (features: readonly string[], roles: Readonly<Record<string, unknown>>): void => {
  for (const role of NO_FEATURES)
    for (const name of features)
      if (name === roles[role])
        throw new Fault(
          'bad-input',
          '--features',
          `got ${name}, which is the ${role}: allowed is what was known before the treatment`,
        );
};
