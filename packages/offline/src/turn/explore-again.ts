import { type Fault, type Release, uniformPolicy } from '@causeway/contract';
import type { Exposures, Unexposed } from '../exposure/index.ts';
import { sessionValue } from '../ope/index.ts';

/**
 * What a turn returns when the log is too small or lacks support: the policy that explores uniformly, priced by the mean of what was
 * logged, and the reason in plain words. Money stays under the edge's hard cap.
 */
export const exploreAgain = (
  fault: Fault,
  log: {
    readonly exposures: Exposures;
    readonly unexposed: Unexposed;
    readonly live: Release;
    readonly allowedPerSession: number;
  },
) => {
  const { exposures, unexposed, live } = log;
  const people = new Set([...exposures.subject, ...unexposed.subject]);
  const logged =
    people.size < 2
      ? { value: 0, low: 0, high: 0 }
      : sessionValue(exposures.reward, exposures, unexposed, unexposed.reward);
  return {
    policy: uniformPolicy(live.actions.length),
    chosen: 'uniform exploration',
    note: `Uniform exploration: ${fault.message}`,
    estimate: { name: 'logged-mean', value: logged.value, low: logged.low, high: logged.high },
    report: null,
    basis: null,
    averages: [],
    weighed: [],
    truncation: null,
    spend: { spendPerSession: null, allowedPerSession: log.allowedPerSession, multiplier: 0 },
    notes: [`No policy was learned, so the next release explores: ${fault.message}.`],
  };
};
