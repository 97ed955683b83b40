import { DEFAULT_ACTIONS, FRICTION_FAMILIES, faceCents, log, STAGES, sigmoid } from '@causeway/contract';
import { fitLogistic, fitRidge, makeRandom } from '../../packages/offline/src/maths/index.ts';
import { trueHazard, truthOf, type World } from '../../packages/offline/src/simulator/index.ts';
import type { Emit } from '../bench.ts';

export type Knowledge = { readonly name: string; readonly z: ArrayLike<number>; readonly size: number };

const LOGGED = 12_000;
const FRESH = 6_000;
const FRICTION = FRICTION_FAMILIES.length;
const log1p = (v: number): number => log(1 + v);

type Step = { person: number; base: number[]; hazard: number; left: number };
type Ask = { person: number; base: number[]; worth: number[]; action: number; reward: number; reach: number };

/** Steps and asks of visits of a series: what a log would hold, with the truth beside it. */
const play = (world: World, place: ReadonlyMap<string, number>, series: number, count: number) => {
  const random = makeRandom(series);
  const steps: Step[] = [];
  const asks: Ask[] = [];
  for (let k = 0; k < count; k++) {
    const tape = world.tape(k, series);
    const person = place.get(tape.person.subject);
    if (person === undefined) continue;
    const mobile = tape.mobile ? 1 : 0;
    for (const step of tape.steps) {
      const hazard = trueHazard(tape, step);
      const left = step.uniform < hazard ? 1 : 0;
      const base = [
        1,
        mobile,
        ...STAGES.map((s) => (s === step.stage ? 1 : 0)),
        ...step.d.map(log1p),
        ...step.total.map(log1p),
      ];
      steps.push({ person, base, hazard, left });
      if (left === 1) break;
    }
    const { byAction, asked, reachAsk } = truthOf(tape);
    const at = tape.steps[tape.askStep];
    if (!asked || at === undefined) continue;
    const action = random.integer(byAction.length);
    const own = byAction[action] as (typeof byAction)[number];
    const definition = DEFAULT_ACTIONS[action] as (typeof DEFAULT_ACTIONS)[number];
    const bought = random.uniform() < own.convert ? 1 : 0;
    const reward =
      bought * (tape.marginCents - faceCents(definition, tape.cartCents)) - definition.handlingCents;
    asks.push({
      person,
      base: [mobile, log1p(tape.cartCents / 1000), ...at.total.map(log1p)],
      worth: byAction.map((a) => a.netMargin),
      action,
      reward,
      reach: reachAsk,
    });
  }
  return { steps, asks };
};

const beside = (base: readonly number[], { z, size }: Knowledge, person: number): number[] => [
  ...base,
  ...Array.from({ length: size }, (_, k) => z[person * size + k] as number),
];

/** Expected log-loss, under the true λ, of a hazard fitted with each representation; and the true value of a greedy policy on it. */
export const simulatedHazard = (
  emit: Emit,
  name: (what: string) => string,
  world: World,
  subjects: readonly string[],
  known: readonly Knowledge[],
  seed: number,
): void => {
  const place = new Map(subjects.map((subject, i) => [subject, i]));
  const logged = play(world, place, seed + 100, LOGGED);
  const fresh = play(world, place, seed + 200, FRESH);
  const results = known.map((own) => {
    const p = 2 + STAGES.length + 2 * FRICTION + own.size;
    const x = Float64Array.from(logged.steps.flatMap(({ base, person }) => beside(base, own, person)));
    const penalty = new Float64Array(p).fill(4);
    penalty[0] = 1e-6;
    const { coefficients } = fitLogistic({
      x,
      n: logged.steps.length,
      p,
      y: logged.steps.map(({ left }) => left),
      penalty,
    });
    let loss = 0;
    for (const { base, person, hazard } of fresh.steps) {
      const row = beside(base, own, person);
      const q = sigmoid(row.reduce((sum, v, k) => sum + v * (coefficients[k] as number), 0));
      loss -= (hazard * log(q) + (1 - hazard) * log(1 - q)) / fresh.steps.length;
    }
    const d = 2 + FRICTION + own.size;
    const fits = DEFAULT_ACTIONS.map((_, a) => {
      const rows = logged.asks.filter(({ action }) => action === a);
      const design = Float64Array.from(rows.flatMap(({ base, person }) => beside(base, own, person)));
      return fitRidge({ x: design, n: rows.length, p: d, y: rows.map(({ reward }) => reward) });
    });
    let value = 0;
    for (const { base, person, worth, reach } of fresh.asks) {
      const row = beside(base, own, person);
      let [best, most] = [0, -Infinity];
      fits.forEach(({ intercept, coefficients: b }, a) => {
        const score = row.reduce((sum, v, k) => sum + v * (b[k] as number), intercept);
        if (score > most) [best, most] = [a, score];
      });
      value += (reach * (worth[best] as number)) / fresh.asks.length;
    }
    return { name: own.name, loss, value };
  });
  const [z, ...others] = results;
  if (z === undefined) return;
  for (const other of others) {
    emit({
      name: name(`hazard, expected log-loss with z, beside ${other.name}`),
      value: z.loss,
      unit: 'nats',
      peer: other.loss,
    });
    emit({
      name: name(`greedy policy, true cents an asked visit with z, beside ${other.name}`),
      value: z.value,
      unit: 'cents',
      peer: other.value,
    });
  }
};
