import { dequantise, NONE, priorProfile } from '@causeway/contract';
import { DEFAULT_PAGE_MODEL } from './default-page-model.ts';
import { contractHazard } from './hazard-runtime.ts';
import type { MakeLink } from './link.ts';

const done = () => Promise.resolve();
const nothing = () => 0;

/** A visit without an edge: the prior and the default model, no decision, no beacon. */
export const noLink: MakeLink = ({ pageModel: model = DEFAULT_PAGE_MODEL, anonymous = 'unknown' }) => {
  const profile = priorProfile(`anon:${anonymous}`);
  const known = {
    profile,
    profileToken: null,
    token: null,
    z: dequantise(profile.z),
    model,
    modelDigest: null,
    runtime: contractHazard(model.hazard),
  };
  return {
    start: done,
    flush: done,
    decide: async () => ({ action: NONE, decision: null, propensity: null, reason: 'no-edge' }),
    pieces: () => [],
    add: () => undefined,
    now: () => known,
    lines: () => [],
    size: nothing,
    acknowledged: nothing,
    failures: nothing,
    last: () => null,
  };
};
