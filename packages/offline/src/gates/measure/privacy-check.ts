import { canonicalJson } from '@causeway/contract';
import type { CandidateCase } from '../candidate-case.ts';

export type PrivacyCheck = {
  /** pseudonyms or visits of the log that stand in what would be published */
  readonly names: number;
  /** the smallest count above 0 that the dossier publishes */
  readonly smallestCell: number | null;
};

/** Does anyone stand in the release or its dossier? And is any published count so small that it is nearly a person? */
export const checkPrivacy = ({ candidate, dossier, exposures }: CandidateCase): PrivacyCheck => {
  const text = canonicalJson(candidate) + canonicalJson(dossier);
  const people = new Set([...exposures.subject, ...exposures.session, ...exposures.decision]);
  let names = 0;
  // Whole words only: a short visit's name may be a part of a number.
  const words = new Set(text.match(/[A-Za-z0-9_.:-]{8,}/g) ?? []);
  for (const word of words) if (people.has(word)) names++;
  const cells = [
    ...(dossier.policy?.overlap.map(({ shown }) => shown) ?? []),
    ...(dossier.hazard?.calibration.map(({ rows }) => rows) ?? []),
  ].filter((n) => n > 0);
  return { names, smallestCell: cells.length === 0 ? null : Math.min(...cells) };
};
