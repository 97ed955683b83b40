import { gzipSync } from 'node:zlib';
import { canonicalJson, pageModelText, type Release } from '@causeway/contract';
import type { Exposures } from '../../exposure/index.ts';
import { policyOn } from '../../policy/index.ts';

export type SizeCheck = {
  readonly releaseBytes: number;
  readonly pageBytes: number;
  readonly decisionMicroseconds: number;
};

const MOST_ROWS = 300;

/** Bytes of the release and of what a page loads (gzip), and the time that scores and distribution of one decision take here. */
export const releaseSize = (release: Release, e: Exposures, clock: () => number): SizeCheck => {
  const rows = Math.min(e.n, MOST_ROWS);
  const some = { ...e, n: rows };
  policyOn(release.policy, some, release.actions);
  const before = clock();
  policyOn(release.policy, some, release.actions);
  const took = clock() - before;
  return {
    releaseBytes: Buffer.byteLength(canonicalJson(release)),
    pageBytes: gzipSync(pageModelText(release.page)).length,
    decisionMicroseconds: rows === 0 ? 0 : (1000 * took) / rows,
  };
};
