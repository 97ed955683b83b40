import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CustomerHistory, loadHistory } from '../../packages/offline/src/index.ts';
import { createWorld, historyCsv, type World } from '../../packages/offline/src/simulator/index.ts';

const WINDOW_MS = 90 * 86_400_000;

export type SimulatedPeople = {
  readonly world: World;
  /** what was known 90 days before the world's first visit, with what each did since as labels */
  readonly train: CustomerHistory;
  /** what is known at the first visit */
  readonly serve: CustomerHistory;
};

/** Customers of a simulated shop with the history that its systems hold: noisy functions of five traits that no one sees. */
export const simulatedPeople = async (people: number, seed: number): Promise<SimulatedPeople> => {
  const world = createWorld({ seed, people, coldShare: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'causeway-embed-'));
  try {
    const path = join(folder, 'history.csv');
    writeFileSync(path, `${[...historyCsv(world)].join('\n')}\n`);
    const asOf = world.options.startAt;
    return {
      world,
      train: await loadHistory(path, { asOf: asOf - WINDOW_MS, windowMs: WINDOW_MS }),
      serve: await loadHistory(path, { asOf, windowMs: WINDOW_MS }),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

export const TRAITS = ['intent', 'patience', 'priceSensitivity', 'trust', 'fluency'] as const;

/** The place of each customer in the world, from the simulator's own numbering of subjects. */
export const indexOf = (subject: string): number => Number(subject.slice(1));

/** n x 5: what no log shows. */
export const traitsOf = (world: World, subjects: readonly string[]): Float64Array =>
  Float64Array.from(
    subjects.flatMap((subject) => {
      const { traits } = world.person(indexOf(subject));
      return TRAITS.map((name) => traits[name]);
    }),
  );
