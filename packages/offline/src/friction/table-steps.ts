import { Fault, saturate } from '@causeway/contract';
import type { FrictionSteps } from './friction-steps.ts';

/** A table of steps of one's own, by columns; rows in any order. */
export type StepTable = {
  readonly n: number;
  readonly session: readonly string[];
  readonly time: Float64Array;
  /** 1 where the session ended without its goal after this step, 0 where it went on, NaN where it does not count */
  readonly event: Float64Array;
  readonly template: readonly string[];
  /** amounts of friction at this step, 0 or more; NaN is none */
  readonly families: readonly { readonly name: string; readonly values: Float64Array }[];
  /** what a session that never has the event is worth; 1 without it */
  readonly value?: Float64Array;
};

export const MOST_FAMILIES = 32;
/** An amount's unit is its mean where there is any; beyond this many units a step is no worse. */
const MOST_UNITS = 1000;

const refuse = (at: string, message: string): never => {
  throw new Fault('bad-input', at, message);
};

const unitOf = ({ name, values }: { readonly name: string; readonly values: Float64Array }): number => {
  let [sum, count] = [0, 0];
  values.forEach((x, i) => {
    if (x < 0 || x === Infinity)
      refuse(`column ${name}, row ${i + 1}`, `got ${x}, allowed is an amount from 0 on`);
    if (x > 0) [sum, count] = [sum + x, count + 1];
  });
  return count === 0 ? 1 : sum / count;
};

/**
 * Friction rows of a table: sorted by session and time, each family in units of its own mean, summed within a session (B22). A session is
 * worth its greatest `value` when no row of it has the event. Throws `bad-input` for negative amounts, other events than 0 and 1, or too
 * many families.
 */
export const tableSteps = (table: StepTable): FrictionSteps => {
  const { n, session, time, event, families, value } = table;
  const m = families.length;
  if (n === 0) refuse('steps', 'got no rows');
  if (m < 1 || m > MOST_FAMILIES) refuse('--features', `got ${m} columns, allowed are 1 to ${MOST_FAMILIES}`);
  event.forEach((y, i) => {
    if (!Number.isNaN(y) && y !== 0 && y !== 1)
      refuse(`event, row ${i + 1}`, `got ${y}, allowed is 0, 1 or nothing`);
  });
  const units = families.map(unitOf);
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => {
    const [s, t] = [session[a] as string, session[b] as string];
    return s < t ? -1 : s > t ? 1 : (time[a] as number) - (time[b] as number) || a - b;
  });
  const sessions: string[] = [];
  const templates = [...new Set(table.template)].sort();
  const place = new Map(templates.map((name, k) => [name, k]));
  const number = new Int32Array(n);
  const d = new Float64Array(n * m);
  const total = new Float64Array(n * m);
  const elapsed = new Float64Array(n);
  const lost: boolean[] = [];
  const worth: number[] = [];
  let step = 0;
  order.forEach((i, r) => {
    const fresh = sessions.at(-1) !== session[i];
    if (fresh) {
      sessions.push(session[i] as string);
      lost.push(false);
      worth.push(0);
    }
    step = fresh ? 1 : step + 1;
    const s = sessions.length - 1;
    number[r] = s;
    elapsed[r] = saturate(step, 6);
    lost[s] ||= event[i] === 1;
    const own = value === undefined ? 1 : (value[i] as number);
    if (own > (worth[s] as number)) worth[s] = own;
    families.forEach(({ values }, k) => {
      const felt = (values[i] as number) / (units[k] as number);
      const amount = felt > 0 ? Math.min(MOST_UNITS, felt) : 0;
      d[r * m + k] = amount;
      total[r * m + k] = amount + (fresh ? 0 : (total[(r - 1) * m + k] as number));
    });
  });
  const at = (column: ArrayLike<number>) => Float64Array.from(order, (i) => column[i] as number);
  return {
    n,
    families: families.map(({ name }) => name),
    d,
    total,
    zSize: 0,
    z: new Float64Array(0),
    session: number,
    sessions,
    template: Int32Array.from(order, (i) => place.get(table.template[i] as string) as number),
    templates,
    elapsed,
    risk: Uint8Array.from(order, (i) => (Number.isNaN(event[i]) ? 0 : 1)),
    event: Uint8Array.from(order, (i) => (event[i] === 1 ? 1 : 0)),
    at: at(time),
    marginCents: Float64Array.from(number, (s) => (lost[s] ? 0 : (worth[s] as number))),
  };
};
