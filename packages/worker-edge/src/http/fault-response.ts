import type { ErrorBody, Fault } from '@causeway/contract';
import { FAULTS, statusOf } from '@causeway/contract';

const RETRY_SECONDS: Partial<Record<number, number>> = { 429: 10, 503: 2, 504: 2 };

/** The one place where a fault becomes an answer. A defect of ours says no more than that. */
export const faultResponse = (fault: Fault, headers: Readonly<Record<string, string>>): Response => {
  const internal = fault.code === 'internal';
  const sentence = fault.message.replace(`${fault.code} at ${fault.at}: `, '');
  const body: ErrorBody = {
    error: {
      code: fault.code,
      at: internal ? 'edge' : fault.at.slice(0, 200) || 'request',
      message: internal ? FAULTS.internal.meaning : sentence.slice(0, 600),
    },
  };
  const retry = RETRY_SECONDS[statusOf(fault)];
  return new Response(JSON.stringify(body), {
    status: statusOf(fault),
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(retry === undefined ? {} : { 'retry-after': String(retry) }),
      ...headers,
    },
  });
};
