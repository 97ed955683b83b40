import type { Schedule } from './schedule.ts';
import type { Send, SendAnswer } from './send.ts';
import { within } from './within.ts';

/** One request to the edge; rejects with a `timeout` Fault after `deadlineMs`, or with what the transport rejects with. */
export type Request = (
  path: string,
  deadlineMs: number,
  body?: string,
  contentType?: string,
) => Promise<SendAnswer>;

export const requestBy =
  (send: Send, schedule: Schedule): Request =>
  (path, deadlineMs, body = '', contentType = 'application/json') =>
    within(
      send({ method: body === '' ? 'GET' : 'POST', path, body, contentType }, deadlineMs),
      deadlineMs,
      schedule,
    );
