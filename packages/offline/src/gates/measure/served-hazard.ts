import {
  EMBEDDING_SIZE,
  type HazardInput,
  PHI_SIZE,
  type Release,
  STAGES,
  type Stage,
  stepHazard,
} from '@causeway/contract';
import type { PersonPeriods } from '../../exposure/index.ts';

/** Row i of a person-period table as the input of a page's hazard. */
export const hazardInput = (periods: PersonPeriods, i: number): HazardInput => ({
  stage: STAGES[periods.stage[i] as number] as Stage,
  step: periods.step[i] as number,
  z: Array.from(periods.z.subarray(i * EMBEDDING_SIZE, (i + 1) * EMBEDDING_SIZE)),
  phi: Array.from(periods.phi.subarray(i * PHI_SIZE, (i + 1) * PHI_SIZE)),
});

/** λ of a row as page and edge would compute it: by the blob where the page model has one. */
export const servedHazard = (page: Release['page'], periods: PersonPeriods, i: number): number =>
  stepHazard(page, hazardInput(periods, i));
