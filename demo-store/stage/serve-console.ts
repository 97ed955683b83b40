import type { RequestListener } from 'node:http';
import { type ConsoleFile, createConsole } from '@causeway/console';
import { refused, write } from '../backend/reply.ts';

export const CONSOLE_PATH = '/dev/console/';

/** The console over the demo's own study beside the shop: its pages set no cookie and know nothing of a visitor. */
export const serveConsole = (
  console: { readonly files: ReadonlyMap<string, ConsoleFile>; readonly dir: string },
  now: () => number,
  shop: RequestListener,
): RequestListener => {
  const answer = createConsole({ ...console, now });
  return (request, response) => {
    const path = (request.url ?? '/').split(/[?#]/)[0] ?? '/';
    if (request.method !== 'GET' || !path.startsWith(CONSOLE_PATH)) {
      shop(request, response);
      return;
    }
    answer(path.slice(CONSOLE_PATH.length)).then(
      (found) => write(response, found ?? refused(404, { message: 'The console has no such file.' })),
      () => response.destroy(),
    );
  };
};
