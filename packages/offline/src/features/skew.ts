import type { DecisionRecord, FrictionModel, PageModel, Stage } from '@causeway/contract';
import {
  DEFAULT_FRICTION_MODEL,
  dequantise,
  describeFriction,
  FRICTION_FAMILIES,
  PHI_SIZE,
  priorProfile,
  stepHazard,
} from '@causeway/contract';
import { feltSteps } from '../log/index.ts';
import type { Warehouse } from '../table/index.ts';

export type SkewReport = {
  /** steps that were recomputed and compared */
  readonly rows: number;
  /** the largest |logged - recomputed| over φ, F and F̄; 0 when page and study agree to the last bit */
  readonly maxAbsDifference: number;
  /** the id of the step where it was found */
  readonly worst: string | null;
  /** steps of sessions with a decision, whose z is known: their λ was computed again, by the blob where the model has one */
  readonly hazards: number;
  /** the largest |logged - recomputed| λ of these */
  readonly maxHazardDifference: number;
  /** steps after a missing one: their Δ_t cannot be recomputed */
  readonly gaps: number;
  /** steps under a page model that is not among `models` */
  readonly unknownModel: number;
};

type Logged = {
  readonly model: string | null;
  readonly stage: Stage;
  readonly hazard: number;
  readonly numbers: number[];
};

const STEPS = `SELECT model, stage, hazard, friction_index, smoothed, ${Array.from(
  { length: PHI_SIZE },
  (_, k) => `phi_${k}`,
).join(', ')} FROM steps ORDER BY session, step, id`;

const readLogged = async (warehouse: Warehouse): Promise<(i: number) => Logged> => {
  const [model, stage, hazard, ...numbers] = (await warehouse.columns(STEPS)) as [
    (string | null)[],
    Stage[],
    number[],
    ...number[][],
  ];
  return (i) => ({
    model: model[i] ?? null,
    stage: stage[i] as Stage,
    hazard: hazard[i] as number,
    numbers: numbers.map((column) => column[i] as number),
  });
};

/** z of the sessions in which something was decided, as the page had it: the prior's where the edge kept z to itself. */
const readZ = async (warehouse: Warehouse): Promise<Map<string, number[]>> => {
  const rows = await warehouse.rows<{ session: string; record: string }>(
    'SELECT session, arg_min(record, at_ms) AS record FROM decisions GROUP BY session',
  );
  return new Map(
    rows.map(({ session, record }) => {
      const { z, subject, sealed } = JSON.parse(record) as DecisionRecord;
      return [session, dequantise(sealed === true ? priorProfile(subject).z : z)];
    }),
  );
};

const gapOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, x, k) => Math.max(most, Math.abs(x - (b[k] as number))), 0);

/**
 * Folds every session again from its logged facts by the contract's own code and compares φ_t, F_t and F̄_t (B22, B26-B28), and λ_t (B24) where
 * z is known and the whole page model is given, with what the page logged. A step's own page model is used, by digest; null is the default model of a page that had none yet.
 */
export const skew = async (
  warehouse: Warehouse,
  models: ReadonlyMap<string, PageModel | FrictionModel> = new Map(),
): Promise<SkewReport> => {
  const felt = await feltSteps(warehouse);
  const logged = await readLogged(warehouse);
  const zOf = await readZ(warehouse);
  const m = FRICTION_FAMILIES.length;
  let [rows, gaps, unknownModel, worstGap, hazards, worstHazard, smoothed] = [0, 0, 0, 0, 0, 0, 0];
  let worst: string | null = null;
  for (let i = 0; i < felt.n; i++) {
    const session = felt.session[i] as string;
    if (i === 0 || session !== felt.session[i - 1]) smoothed = 0;
    if (felt.whole[i] !== 1) {
      gaps++;
      continue;
    }
    const { model: name, stage, hazard, numbers } = logged(i);
    const given = name === null ? DEFAULT_FRICTION_MODEL : models.get(name);
    const page = given !== undefined && 'friction' in given ? given : undefined;
    const friction = page?.friction ?? (given as FrictionModel | undefined);
    const part = (from: Float64Array) => Array.from(from.subarray(i * m, (i + 1) * m));
    // An unknown model still carries F̄ on, under the default; its own numbers are not compared.
    const again = describeFriction(
      friction ?? DEFAULT_FRICTION_MODEL,
      part(felt.d),
      part(felt.total),
      smoothed,
    );
    smoothed = again.smoothed;
    if (friction === undefined) {
      unknownModel++;
      continue;
    }
    rows++;
    const gap = gapOf([again.index, again.smoothed, ...again.phi], numbers);
    if (gap > worstGap) [worstGap, worst] = [gap, felt.id[i] as string];
    const z = zOf.get(session);
    if (page === undefined || z === undefined) continue;
    hazards++;
    const lambda = stepHazard(page, { stage, step: felt.step[i] as number, z, phi: again.phi });
    worstHazard = Math.max(worstHazard, Math.abs(lambda - hazard));
  }
  return {
    rows,
    maxAbsDifference: worstGap,
    worst,
    hazards,
    maxHazardDifference: worstHazard,
    gaps,
    unknownModel,
  };
};
