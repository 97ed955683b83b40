import type { FactKind, FrictionModel, FrictionState } from '@causeway/contract';
import { closeStep, DEFAULT_FRICTION_MODEL, PHI_SIZE, startFriction } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';

export type SkewReport = {
  /** steps that were recomputed and compared */
  readonly rows: number;
  /** the largest |logged - recomputed| over φ, F and F̄; 0 when page and study agree to the last bit */
  readonly maxAbsDifference: number;
  /** the id of the step where it was found */
  readonly worst: string | null;
  /** steps after a missing one: their Δ_t cannot be recomputed */
  readonly gaps: number;
  /** steps under a page model that is not among `models` */
  readonly unknownModel: number;
};

type Step = { id: string; session: string; step: number; model: string | null; logged: number[] };

const STEPS = `SELECT id, session, step, model, friction_index, smoothed, ${Array.from(
  { length: PHI_SIZE },
  (_, k) => `phi_${k}`,
).join(', ')} FROM steps ORDER BY session, step, id`;
const FACTS = `SELECT f.id, f.kind, f.value FROM facts f INNER JOIN steps s ON s.id = f.id
  ORDER BY s.session, s.step, s.id, f.place`;

/**
 * Folds every session again from its logged facts by the contract's own code and compares φ_t, F_t and F̄_t (B22,
 * B26-B28) with what the page logged. A step's own page model is used, by digest; null is the default model of a page
 * that had none yet.
 */
export const skew = async (
  warehouse: Warehouse,
  models: ReadonlyMap<string, FrictionModel> = new Map(),
): Promise<SkewReport> => {
  const steps = await readSteps(warehouse);
  const [factStep, kinds, values] = (await warehouse.columns(FACTS)) as [string[], FactKind[], number[]];
  let [rows, gaps, unknownModel, worstGap, fact] = [0, 0, 0, 0, 0];
  let worst: string | null = null;
  let session: string | undefined;
  let state: FrictionState = startFriction();
  for (const step of steps) {
    if (step.session !== session) [session, state] = [step.session, startFriction()];
    const facts: { kind: FactKind; value: number }[] = [];
    for (; factStep[fact] === step.id; fact++) {
      facts.push({ kind: kinds[fact] as FactKind, value: values[fact] as number });
    }
    const model = step.model === null ? DEFAULT_FRICTION_MODEL : models.get(step.model);
    if (step.step !== state.step + 1) {
      gaps++;
      continue;
    }
    // An unknown model still folds Δ_t on, which needs no weights; its own numbers are not compared.
    const before = state;
    state = closeStep(model ?? DEFAULT_FRICTION_MODEL, before, facts as never);
    if (model === undefined) {
      unknownModel++;
      continue;
    }
    rows++;
    const again = [state.index, state.smoothed, ...state.phi];
    const gap = again.reduce((most, x, k) => Math.max(most, Math.abs(x - (step.logged[k] as number))), 0);
    if (gap > worstGap) [worstGap, worst] = [gap, step.id];
  }
  return { rows, maxAbsDifference: worstGap, worst, gaps, unknownModel };
};

const readSteps = async (warehouse: Warehouse): Promise<Step[]> => {
  const columns = await warehouse.columns(STEPS);
  const [ids, sessions, numbers, models, ...logged] = columns as [
    string[],
    string[],
    number[],
    (string | null)[],
    ...number[][],
  ];
  return ids.map((id, i) => ({
    id,
    session: sessions[i] as string,
    step: numbers[i] as number,
    model: models[i] ?? null,
    logged: logged.map((column) => column[i] as number),
  }));
};
