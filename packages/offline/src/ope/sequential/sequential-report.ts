import type { Interval } from '../../maths/index.ts';
import { skewInterval } from '../skew-interval.ts';
import { measureSupport, requireSupport, type Support } from '../support.ts';
import { blendedValue } from './blended-value.ts';
import { crossFitQ } from './fitted-q.ts';
import { perDecisionIps, perDecisionSnips, trajectoryIps, trajectorySnips } from './importance-returns.ts';
import { fittedQValue, sequentialDr } from './sequential-dr.ts';
import { checkSessionLog, ratios, type SessionLog } from './session-log.ts';

export type SequentialReport = {
  readonly support: Support;
  /** The estimate to use: sequential doubly robust. */
  readonly automatic: Interval;
  readonly estimates: readonly (Interval & { readonly name: string })[];
};

/**
 * The value a session of a candidate that decides several times (A13, B35), by every sequential estimator, one number a session.
 * Biased ones (the model, the blend) are told with the doubly robust interval, stretched to hold them. Throws `no-support` when the
 * weights of whole sessions say so: then no later step is supported either.
 */
export const sequentialReport = (
  log: SessionLog,
  options: { readonly seed: number; readonly gamma?: number; readonly level?: number },
): SequentialReport => {
  checkSessionLog(log);
  const { gamma = 1, level = 0.95 } = options;
  const { upTo } = ratios(log);
  const whole = Float64Array.from(
    { length: log.sessions },
    (_, s) => upTo[(log.offset[s + 1] as number) - 1] as number,
  );
  const support = measureSupport(whole, log.cluster);
  requireSupport(support, 'the candidate on these sessions');
  const q = crossFitQ(log, options.seed, gamma);
  const interval = (rounds: Float64Array) => skewInterval(rounds, log.cluster, level);
  const dr = interval(sequentialDr(log, q, gamma));
  const stretched = (rounds: Float64Array): Interval => {
    const own = interval(rounds);
    return { ...own, low: Math.min(dr.low, own.value), high: Math.max(dr.high, own.value) };
  };
  return {
    support,
    automatic: dr,
    estimates: [
      { name: 'trajectory-ips', ...interval(trajectoryIps(log, gamma)) },
      { name: 'trajectory-snips', ...interval(trajectorySnips(log, gamma)) },
      { name: 'per-decision-ips', ...interval(perDecisionIps(log, gamma)) },
      { name: 'per-decision-snips', ...interval(perDecisionSnips(log, gamma)) },
      { name: 'fitted-q', ...stretched(fittedQValue(log, q)) },
      { name: 'sequential-dr', ...dr },
      { name: 'blended', ...stretched(blendedValue(log, q, gamma).rounds) },
    ],
  };
};
