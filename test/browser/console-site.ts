import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildConsole, CONSOLE_CSP } from '@causeway/console';
import type { StudyView } from '../../console/study-view.ts';
import { goldenDecision } from '../console/golden-study.ts';

export type ConsoleSite = {
  readonly url: string;
  /** what `data/study.json` gives from now on */
  show(study: StudyView): void;
  stop(): Promise<void>;
};

/** The built console under its own policy, over data that the test gives. */
export const startConsoleSite = async (first: StudyView): Promise<ConsoleSite> => {
  let study = first;
  const files = await buildConsole();
  const decision = goldenDecision();
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname.slice(1);
    const file = files.get(path);
    const json = path.startsWith('data/study')
      ? study
      : path === `data/decisions/${decision.told.decision.id}.json`
        ? decision
        : path.startsWith('data/')
          ? { message: 'no decision of the log begins so' }
          : undefined;
    response.writeHead(file === undefined && json === undefined ? 404 : 200, {
      'content-type': file?.type ?? 'application/json',
      'content-security-policy': CONSOLE_CSP,
    });
    response.end(file?.body ?? JSON.stringify(json));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    show: (next) => {
      study = next;
    },
    stop: () => new Promise((done) => server.close(() => done())),
  };
};
