import type { Person } from './person.ts';
import { customerOf } from './person.ts';
import type { Tape, WorldOptions } from './tape.ts';
import { drawTape } from './tape.ts';
import type { Visit } from './visit.ts';
import { playVisit } from './visit.ts';

/** A shop and its shoppers, with everything about them known. */
export type World = {
  readonly options: WorldOptions;
  /** visit k: the same shopper, friction and luck whenever it is asked for; only what is shown can differ */
  visit(k: number): Visit;
  /**
   * the tape of visit k of a series; series 0 is what `visit` plays, any other holds fresh visits of the same people
   */
  tape(k: number, series?: number): Tape;
  person(index: number): Person;
};

const DEFAULTS = {
  coldShare: 0.3,
  startAt: Date.UTC(2026, 8, 1),
  gapMs: 60_000,
};

export const createWorld = (
  options: { seed: number; people: number } & Partial<Omit<WorldOptions, 'seed' | 'people'>>,
): World => {
  const whole: WorldOptions = { ...DEFAULTS, ...options };
  const tape = (k: number, series = 0): Tape => drawTape(whole, series, k);
  return {
    options: whole,
    tape,
    visit: (k) => playVisit(tape(k)),
    person: (index) => customerOf(whole.seed, index),
  };
};
