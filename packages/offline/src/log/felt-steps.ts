import {
  type FactKind,
  FRICTION_FAMILIES,
  noFriction,
  stepFriction,
  totalFriction,
} from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';

/** Every logged step with d_t and Δ_t folded again from its facts, session by session, in order. */
export type FeltSteps = {
  readonly n: number;
  readonly id: readonly string[];
  readonly session: readonly string[];
  readonly step: Int32Array;
  /** n x families */
  readonly d: Float64Array;
  readonly total: Float64Array;
  /** 0 from the first missing step of a session on: there Δ_t is not known */
  readonly whole: Uint8Array;
};

const STEPS = 'SELECT id, session, step FROM steps ORDER BY session, step, id';
const FACTS = `SELECT f.id, f.kind, f.value FROM facts f INNER JOIN steps s ON s.id = f.id
  ORDER BY s.session, s.step, s.id, f.place`;

/** Reads a warehouse's steps; d and Δ by the contract's own fold (B22), whatever encoder the page had. */
export const feltSteps = async (warehouse: Warehouse): Promise<FeltSteps> => {
  const [id, session, step] = (await warehouse.columns(STEPS)) as [string[], string[], number[]];
  const [factOf, kinds, values] = (await warehouse.columns(FACTS)) as [string[], FactKind[], number[]];
  const n = id.length;
  const m = FRICTION_FAMILIES.length;
  const d = new Float64Array(n * m);
  const totals = new Float64Array(n * m);
  const whole = new Uint8Array(n);
  let [total, next, fine, fact] = [noFriction(), 1, true, 0];
  for (let i = 0; i < n; i++) {
    if (i === 0 || session[i] !== session[i - 1]) [total, next, fine] = [noFriction(), 1, true];
    const facts: { kind: FactKind; value: number }[] = [];
    for (; factOf[fact] === id[i] && fact < factOf.length; fact++)
      facts.push({ kind: kinds[fact] as FactKind, value: values[fact] as number });
    const felt = stepFriction(facts);
    total = totalFriction(total, felt);
    fine &&= step[i] === next;
    next = (step[i] as number) + 1;
    d.set(felt, i * m);
    totals.set(total, i * m);
    whole[i] = fine ? 1 : 0;
  }
  return { n, id, session, step: Int32Array.from(step), d, total: totals, whole };
};
