import type { Ask, DecisionRecord, Profile, Shown } from '@causeway/contract';
import { recordedProfile } from '../../replay/index.ts';

/** One question to the edge, as a scenario has it. */
export type Asked = {
  readonly at: number;
  readonly session: string;
  readonly ask: Ask;
  readonly profile: Profile;
  readonly counts: Readonly<Record<string, number>>;
  readonly history?: readonly Shown[];
  /** false: no shopper; help changes nothing for it, and every cent that it is offered is taken */
  readonly honest: boolean;
};

/** Logged questions in the order of time. Who was in the holdout or forced by a tester is asked about as anyone. */
export const askedOf = (records: readonly DecisionRecord[]): Asked[] =>
  records
    .map((record): Asked => {
      const { override: _, ...profile } = recordedProfile(record);
      return {
        at: record.at,
        session: record.session,
        ask: { point: record.point, state: record.state, offered: record.offered },
        profile: { ...profile, holdout: false },
        counts: record.counts,
        ...(record.history === undefined ? {} : { history: record.history }),
        honest: true,
      };
    })
    .sort((a, b) => a.at - b.at || (a.session < b.session ? -1 : 1));
