import type { ExposureDefinition } from './exposure-definition.ts';

export type Unit = { readonly person: string; readonly treatment: string; readonly at: number };
/** A unit that is kept: until when its outcomes count, and its number among the kept ones of its person and treatment. */
export type Kept<U extends Unit> = { readonly unit: U; readonly until: number; readonly repeat: number };

/** The last moment that a BIGINT of the tables may hold here. */
export const FOR_EVER = 9_000_000_000_000_000;

/**
 * Applies the rule for repeats to units in the order of (person, treatment, at): the first in non-overlapping windows, or all
 * with their outcomes censored at the next, or all. Pure, so that a selection can be made again and audited (A section 2).
 */
export const applyRepeats = <U extends Unit>(
  repeats: ExposureDefinition['repeats'],
  units: readonly U[],
): Kept<U>[] => {
  const out: Kept<U>[] = [];
  let [person, treatment, open, repeat] = ['', '', Number.NEGATIVE_INFINITY, 0];
  units.forEach((unit, k) => {
    if (unit.person !== person || unit.treatment !== treatment) {
      [person, treatment, open, repeat] = [unit.person, unit.treatment, Number.NEGATIVE_INFINITY, 0];
    }
    if (repeats.rule === 'first') {
      if (unit.at < open) return;
      open = unit.at + (repeats.windowMs as number);
    }
    const next = units[k + 1];
    const followed = next !== undefined && next.person === person && next.treatment === treatment;
    const until = repeats.rule === 'censor' && followed ? next.at : FOR_EVER;
    out.push({ unit, until, repeat: repeat++ });
  });
  return out;
};
