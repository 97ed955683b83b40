import {
  EMBEDDING_SIZE,
  elapsedSteps,
  FRICTION_FAMILIES,
  STAGES,
  type Stage,
  stageIndex,
} from '@causeway/contract';
import type { PersonPeriods } from '../exposure/index.ts';
import { feltSteps } from '../log/index.ts';
import type { Warehouse } from '../table/index.ts';
import type { FrictionSteps } from './friction-steps.ts';

export const stepKey = (session: string, step: number): string => `${session} ${step}`;

/**
 * The steps of a study's log as friction rows. The template is the stage. A row is at risk, has an event and a z, where `periods` has it;
 * the earlier stages carry Δ_t and F̄_t on. A session is read up to its first missing step.
 */
export const loadFrictionSteps = async (
  warehouse: Warehouse,
  periods: PersonPeriods,
): Promise<FrictionSteps> => {
  const felt = await feltSteps(warehouse);
  const [stage, at] = (await warehouse.columns(
    'SELECT stage, at_ms FROM steps ORDER BY session, step, id',
  )) as [Stage[], number[]];
  const margins = new Map(
    (
      await warehouse.rows<{ session: string; cents: number }>(
        "SELECT session, CAST(sum(margin_cents) AS DOUBLE) AS cents FROM outcomes WHERE type = 'order' GROUP BY session",
      )
    ).map(({ session, cents }) => [session, cents]),
  );
  const period = new Map<string, number>();
  for (let i = 0; i < periods.n; i++)
    period.set(stepKey(periods.session[i] as string, periods.step[i] as number), i);

  const rows = Int32Array.from({ length: felt.n }, (_, i) => i).filter((i) => felt.whole[i] === 1);
  const n = rows.length;
  const m = FRICTION_FAMILIES.length;
  const sessions: string[] = [];
  const session = new Int32Array(n);
  const z = new Float64Array(n * EMBEDDING_SIZE);
  const d = new Float64Array(n * m);
  const total = new Float64Array(n * m);
  const risk = new Uint8Array(n);
  const event = new Uint8Array(n);
  rows.forEach((i, r) => {
    const name = felt.session[i] as string;
    if (sessions.at(-1) !== name) sessions.push(name);
    session[r] = sessions.length - 1;
    d.set(felt.d.subarray(i * m, (i + 1) * m), r * m);
    total.set(felt.total.subarray(i * m, (i + 1) * m), r * m);
    const p = period.get(stepKey(name, felt.step[i] as number));
    if (p === undefined) return;
    risk[r] = 1;
    event[r] = periods.event[p] as number;
    z.set(periods.z.subarray(p * EMBEDDING_SIZE, (p + 1) * EMBEDDING_SIZE), r * EMBEDDING_SIZE);
  });
  return {
    n,
    families: FRICTION_FAMILIES,
    d,
    total,
    zSize: EMBEDDING_SIZE,
    z,
    session,
    sessions,
    template: rows.map((i) => stageIndex(stage[i] as Stage)),
    templates: STAGES,
    elapsed: Float64Array.from(rows, (i) => elapsedSteps(felt.step[i] as number)),
    risk,
    event,
    at: Float64Array.from(rows, (i) => at[i] as number),
    marginCents: Float64Array.from(rows, (i) => margins.get(felt.session[i] as string) ?? 0),
  };
};
