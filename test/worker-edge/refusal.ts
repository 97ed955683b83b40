import { checkErrorBody, FAULTS, type FaultCode } from '@causeway/contract';
import { expect } from 'vitest';
import type { Answer } from './fixture.ts';

export type Case = { name: string; code: FaultCode; send: () => Promise<Answer> };

/** The one shape of every refusal: its code, that code's status, nothing to be cached. */
export const expectRefusal = async (code: FaultCode, send: Case['send']): Promise<void> => {
  const answer = await send();
  const { error } = checkErrorBody(answer.body, 'answer');
  expect([error.code, answer.status]).toEqual([code, FAULTS[code].status]);
  expect(error.message.length).toBeGreaterThan(5);
  expect(answer.headers.get('cache-control')).toBe('no-store');
};
