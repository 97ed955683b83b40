import { assign, type Experiment, uniformOf } from '@causeway/contract';
import { expect, it } from 'vitest';

const people = Array.from({ length: 4000 }, (_, n) => `person-${n}`);
const experiment: Experiment = {
  salt: 'exp',
  version: 1,
  holdout: 0.1,
  arms: [
    { name: 'a', share: 0.3 },
    { name: 'b', share: 0.3 },
    { name: 'c', share: 0.4 },
  ],
};
const armOf = (subject: string, over: Partial<Experiment> = {}, stratum?: string) =>
  assign({ ...experiment, ...over }, subject, stratum).arms.exp;

it('raising the ramp moves people from rest into the arm that was always theirs, and nobody out', () => {
  const ramps = [0, 0.01, 0.05, 0.2, 0.5, 0.9, 1];
  for (const subject of people) {
    const path = ramps.map((ramp) => armOf(subject, { ramp }));
    const entered = path.findIndex((arm) => arm !== 'rest');
    expect(path.slice(0, entered).every((arm) => arm === 'rest')).toBe(true);
    expect(new Set(path.slice(entered))).toEqual(new Set([armOf(subject)]));
  }
  const share = people.filter((subject) => armOf(subject, { ramp: 0.2 }) !== 'rest').length / people.length;
  expect(Math.abs(share - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / people.length));
});

it('within the ramp the arms keep their shares, independently of the holdout', () => {
  const inside = people.filter((subject) => armOf(subject, { ramp: 0.5 }) !== 'rest');
  for (const { name, share } of experiment.arms) {
    const n = inside.filter((subject) => armOf(subject) === name).length;
    expect(Math.abs(n / inside.length - share)).toBeLessThan(
      4 * Math.sqrt((share * (1 - share)) / inside.length),
    );
    const held = inside.filter(
      (subject) => armOf(subject) === name && assign(experiment, subject).holdout,
    ).length;
    expect(Math.abs(held / n - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / n));
  }
});

it('a stratum has its own shares, ramp and holdout, and changing the stratum moves only who must move', () => {
  const strata = { loyal: { holdout: 0, ramp: 0.5, shares: [0.5, 0.5, 0] }, fresh: {} };
  for (const subject of people) {
    expect(assign({ ...experiment, strata }, subject, 'fresh')).toEqual(assign(experiment, subject));
    expect(assign({ ...experiment, strata }, subject, 'unheard-of')).toEqual(assign(experiment, subject));
    const loyal = assign({ ...experiment, strata }, subject, 'loyal');
    expect(loyal.holdout).toBe(false);
    const u = uniformOf('exp', 1, 'arm', subject);
    const inRamp = uniformOf('exp', 1, 'ramp', subject) < 0.5;
    expect(loyal.arms.exp).toBe(inRamp ? (u < 0.5 ? 'a' : 'b') : 'rest');
  }
});

it('without ramp or strata nothing is other than it was before there were any', () => {
  for (const subject of people.slice(0, 500)) expect(armOf(subject, { ramp: 1 })).toBe(armOf(subject));
});
