import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EdgeRelay, startEdgeRelay } from '../../../demo-store/stage/edge-relay.ts';

/** Promises to keep a connection, and closes it without an answer when it is taken again: a silence that ended at the wrong moment. */
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  let asked = 0;
  socket.on('error', () => undefined);
  socket.on('data', () => {
    asked += 1;
    if (asked > 1) return socket.destroy();
    return socket.write('HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok');
  });
});
let relay: EdgeRelay;
beforeAll(async () => {
  const port = await new Promise<number>((done) =>
    server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)),
  );
  relay = await startEdgeRelay(`http://127.0.0.1:${port}`);
});
afterAll(async () => {
  await relay.stop();
  for (const socket of sockets) socket.destroy();
  server.close();
});

const ask = async () => (await fetch(`${relay.url}/v1/profile`, { method: 'POST', body: '{}' })).text();

it('answers every request, whatever the worker does with a connection that was silent', async () => {
  for (let k = 0; k < 5; k++) expect(await ask()).toBe('ok');
});

it('holds what comes while the edge is down, and gives it up when it is back', async () => {
  relay.setDown(true);
  const lost = ask().catch(() => 'given up');
  await expect.poll(() => relay.isDown()).toBe(true);
  await new Promise((done) => setTimeout(done, 100));
  relay.setDown(false);
  expect(await lost).toBe('given up');
  expect(await ask()).toBe('ok');
});
