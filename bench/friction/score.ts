import type { FactKind } from '@causeway/contract';
import type { Played } from './play.ts';

/** By scenario: felt as labelled, labelled and not felt, felt and neither labelled nor allowed. */
export type Score = {
  readonly kind: FactKind;
  readonly hits: number;
  readonly missed: number;
  readonly alarms: number;
  /** of what was felt, the share that was labelled; null when nothing was felt */
  readonly precision: number | null;
  /** of what was labelled, the share that was felt; null when nothing was labelled */
  readonly recall: number | null;
};

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

export const scoreOf = (played: readonly Played[], kind: FactKind): Score => {
  const count = (felt: boolean, labelled: boolean) =>
    played.filter(
      ({ scenario, felt: kinds }) =>
        kinds.includes(kind) === felt &&
        scenario.expect.includes(kind) === labelled &&
        !(felt && !labelled && scenario.allow.includes(kind)),
    ).length;
  const [hits, missed, alarms] = [count(true, true), count(false, true), count(true, false)];
  return {
    kind,
    hits,
    missed,
    alarms,
    precision: share(hits, hits + alarms),
    recall: share(hits, hits + missed),
  };
};

/** What differs from the labels, a line a scenario. */
export const differences = (played: readonly Played[]): string[] =>
  played.flatMap(({ scenario: { name, expect, allow }, felt, fault }) => {
    const missed = expect.filter((kind) => !felt.includes(kind));
    const alarms = [...new Set(felt)].filter((kind) => ![...expect, ...allow].includes(kind as FactKind));
    const told = [
      ...missed.map((kind) => `missed ${kind}`),
      ...alarms.map((kind) => `false ${kind}`),
      ...(fault === null ? [] : [`fault ${fault.split('\n')[0]}`]),
    ];
    return told.length === 0 ? [] : [`${name}: ${told.join(', ')}`];
  });
