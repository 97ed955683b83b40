import type { DecisionRecord } from '@causeway/contract';
import type { Env } from '../env.ts';

/** Writes a point for live dashboards, if a dataset is bound. It is sampled, so nothing learns from it; no pseudonym in it. */
export const streamDecision = ({ METRICS }: Env, record: DecisionRecord): void => {
  METRICS?.writeDataPoint({
    indexes: [record.release.slice(0, 32)],
    blobs: [
      'decision',
      record.point,
      record.action,
      record.mode,
      record.state.stage,
      ...Object.values(record.arms),
    ],
    doubles: [record.propensity, record.hazard, record.faceCents, record.granted ? 1 : 0],
  });
};

export const streamFault = ({ METRICS }: Env, route: string, code: string): void => {
  METRICS?.writeDataPoint({ indexes: [code], blobs: ['fault', route, code], doubles: [1] });
};
