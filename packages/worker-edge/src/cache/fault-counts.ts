import type { FaultCode } from '@causeway/contract';

// Of this isolate, since it started: for a person who looks at /v1/health, never for a decision.
const counts = new Map<FaultCode, number>();

export const countFault = (code: FaultCode): void => {
  counts.set(code, (counts.get(code) ?? 0) + 1);
};

export const faultCounts = (): Record<string, number> => Object.fromEntries([...counts].sort());
