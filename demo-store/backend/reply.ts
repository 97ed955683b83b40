import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '@causeway/contract';

export type Reply = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const refused = (status: number, body: unknown): Reply => ({ status, body });

const MAX_BODY_BYTES = 32_768;

/** The JSON of a request's body. Throws `too-large` while reading, or `bad-json`. */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new Fault('too-large', 'body', `over ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new Fault('bad-json', 'body', 'it is not JSON');
  }
};

/** Writes a reply: an object as JSON, a text or bytes as they are. */
export const write = (response: ServerResponse, reply: Reply): void => {
  const raw = typeof reply.body === 'string' || reply.body instanceof Uint8Array;
  response.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    ...reply.headers,
  });
  response.end(raw ? (reply.body as string | Uint8Array) : JSON.stringify(reply.body));
};
