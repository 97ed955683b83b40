import type { Env } from '../env.ts';
import type { Budget } from './budget.ts';

/** One object holds every account, so that a decision's name alone finds its reservation. Leases keep it quiet. */
export const budgetObject = (env: Env): DurableObjectStub<Budget> =>
  env.BUDGET.get(env.BUDGET.idFromName('budget'));
