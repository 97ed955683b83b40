import { Agent, request as ask, createServer, type ServerResponse } from 'node:http';
import { listen } from './listen.ts';

export type EdgeRelay = {
  readonly url: string;
  /** down: every request is taken and never answered, as when a region is lost */
  setDown(down: boolean): void;
  isDown(): boolean;
  stop(): Promise<void>;
};

/** Stands before the worker on an address of its own, so that the demo can take the edge away from under a visit. */
export const startEdgeRelay = async (target: string, port = 0): Promise<EdgeRelay> => {
  // No connection is kept: one that the worker closes as it is taken again would be an answer that never comes.
  const agent = new Agent({ keepAlive: false, maxSockets: 32 });
  const held = new Set<ServerResponse>();
  let down = false;
  const server = createServer((incoming, outgoing) => {
    if (down) {
      held.add(outgoing);
      outgoing.on('close', () => held.delete(outgoing));
      return void incoming.resume();
    }
    const { hostname, port: to } = new URL(target);
    const { method, url, headers } = incoming;
    const onward = ask({ hostname, port: to, method, path: url, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  const at = await listen(server, port);
  return {
    url: at.url,
    setDown(next) {
      down = next;
      // What nobody will ever answer is given up, so that it can be asked again.
      if (!down) for (const response of held) response.destroy();
    },
    isDown: () => down,
    stop: async () => {
      agent.destroy();
      await at.stop();
    },
  };
};
