import { asFault, statusOf } from '@causeway/contract';
import { CONSOLE_CSP, type ConsoleFile } from './build-console.ts';
import { decisionPage } from './decision-page.ts';
import { readStudy } from './read-study.ts';

export type ConsoleAnswer = {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

export type ConsoleOptions = {
  readonly files: ReadonlyMap<string, ConsoleFile>;
  /** the study's folder, read anew at every call */
  readonly dir: string;
  readonly now: () => number;
};

const JSON_TYPE = 'application/json; charset=utf-8';

const reply = (status: number, type: string, body: string): ConsoleAnswer => ({
  status,
  body,
  headers: {
    'content-type': type,
    'content-security-policy': CONSOLE_CSP,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  },
});

/** Answers a GET at a path from the console's root ('' is the page), or null where there is nothing. A fault is an answer. */
export const createConsole =
  ({ files, dir, now }: ConsoleOptions) =>
  async (path: string): Promise<ConsoleAnswer | null> => {
    const file = files.get(path);
    if (file !== undefined) return reply(200, file.type, file.body);
    try {
      if (path === 'data/study.json')
        return reply(200, JSON_TYPE, JSON.stringify(await readStudy(dir, now())));
      const id = /^data\/decisions\/([^/]{1,80})\.json$/.exec(path)?.[1];
      if (id === undefined) return null;
      return reply(200, JSON_TYPE, JSON.stringify(await decisionPage(dir, id)));
    } catch (error) {
      const fault = asFault(error, 'console');
      return reply(statusOf(fault), JSON_TYPE, JSON.stringify({ message: fault.message }));
    }
  };
