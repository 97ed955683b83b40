import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Listening = { readonly url: string; readonly port: number; stop(): Promise<void> };

const tryPort = (server: Server, port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error);
    server.once('error', onError);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', onError);
      resolve(true);
    });
  });

const TRIES = 20;

/** Listens on loopback at `port`, or at the next free one after it; port 0 takes any. */
export const listen = async (server: Server, port: number): Promise<Listening> => {
  let found = false;
  for (let k = 0; k < TRIES && !found; k++) found = await tryPort(server, port === 0 ? 0 : port + k);
  if (!found)
    throw new Error(`ports ${port} to ${port + TRIES - 1} are all taken: choose another with --port`);
  const at = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${at}`,
    port: at,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
