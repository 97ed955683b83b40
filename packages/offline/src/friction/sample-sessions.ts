import type { FrictionSteps } from './friction-steps.ts';

/** The newest whole sessions with at most so many rows at risk; and how many rows were left out. */
export const sampleSessions = (
  steps: FrictionSteps,
  mostRows: number,
): { readonly steps: FrictionSteps; readonly dropped: number } => {
  const { n, session, sessions, risk } = steps;
  const atRisk = new Int32Array(sessions.length);
  const newest = new Float64Array(sessions.length).fill(-Infinity);
  for (let i = 0; i < n; i++) {
    const s = session[i] as number;
    atRisk[s] = (atRisk[s] as number) + (risk[i] as number);
    newest[s] = Math.max(newest[s] as number, steps.at[i] as number);
  }
  const order = Array.from(sessions, (_, s) => s).sort(
    (a, b) => (newest[b] as number) - (newest[a] as number) || a - b,
  );
  const keep = new Uint8Array(sessions.length);
  let held = 0;
  for (const s of order) {
    held += atRisk[s] as number;
    if (held > mostRows) break;
    keep[s] = 1;
  }
  const rows = Int32Array.from({ length: n }, (_, i) => i).filter((i) => keep[session[i] as number] === 1);
  return rows.length === n
    ? { steps, dropped: 0 }
    : { steps: takeSteps(steps, rows), dropped: n - rows.length };
};

const takeSteps = (steps: FrictionSteps, rows: Int32Array): FrictionSteps => {
  const wide = (from: Float64Array, width: number): Float64Array => {
    const out = new Float64Array(rows.length * width);
    rows.forEach((i, r) => out.set(from.subarray(i * width, (i + 1) * width), r * width));
    return out;
  };
  const names = new Map<number, number>();
  const sessions: string[] = [];
  const session = rows.map((i) => {
    const old = steps.session[i] as number;
    let name = names.get(old);
    if (name === undefined) {
      name = sessions.length;
      names.set(old, name);
      sessions.push(steps.sessions[old] as string);
    }
    return name;
  });
  const m = steps.families.length;
  return {
    ...steps,
    n: rows.length,
    d: wide(steps.d, m),
    total: wide(steps.total, m),
    z: wide(steps.z, steps.zSize),
    session,
    sessions,
    template: rows.map((i) => steps.template[i] as number),
    elapsed: wide(steps.elapsed, 1),
    risk: Uint8Array.from(rows, (i) => steps.risk[i] as number),
    event: Uint8Array.from(rows, (i) => steps.event[i] as number),
    at: wide(steps.at, 1),
    marginCents: wide(steps.marginCents, 1),
  };
};
