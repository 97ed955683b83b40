import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scenario } from './scenario.ts';

/** A script file and the words that start it, put before the scenario's own scripts. */
export type Tool = { readonly name: string; readonly script: string; readonly start: string };

const page = ({ html, head = '' }: Scenario, tool: Tool): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<style>body{margin:20px;font:16px sans-serif}button{padding:8px 16px}</style>
<script src="/tool.js?${tool.name}"></script><script>${tool.start}</script>${head}</head><body>${html}</body></html>`;

/** A second of silence. */
const sound = (): Buffer => {
  const data = Buffer.alloc(44 + 8000);
  data.write('RIFF');
  data.writeUInt32LE(36 + 8000, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(8000, 24);
  data.writeUInt32LE(8000, 28);
  data.writeUInt16LE(1, 32);
  data.writeUInt16LE(8, 34);
  data.write('data', 36);
  data.writeUInt32LE(8000, 40);
  return data.fill(128, 44);
};

/** A bitmap full of detail: browsers leave flat pictures out of the largest paint. */
const picture = (): Buffer => {
  const [width, height] = [300, 200];
  const data = Buffer.alloc(54 + width * height * 3);
  data.write('BM');
  data.writeUInt32LE(data.length, 2);
  data.writeUInt32LE(54, 10);
  data.writeUInt32LE(40, 14);
  data.writeInt32LE(width, 18);
  data.writeInt32LE(height, 22);
  data.writeUInt16LE(1, 26);
  data.writeUInt16LE(24, 28);
  for (let k = 54; k < data.length; k++) data[k] = (k * 2654435761) >>> 24;
  return data;
};

/** Serves one page a scenario, an API that answers /api/STATUS/MS, pictures, sounds and files. */
export const serveScenarios = async (scenarios: readonly Scenario[], tools: readonly Tool[]) => {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop');
    const reply = (status: number, type: string, body: string | Buffer, ms = 0, more = {}) =>
      setTimeout(() => response.writeHead(status, { 'content-type': type, ...more }).end(body), ms);
    const [, first, status, ms] = url.pathname.split('/');
    const which = /k=(\d+)&tool=([\w-]+)/.exec(url.search);
    const tool = (name: string) => tools.find((one) => one.name === name);
    if (first === 'tool.js') return reply(200, 'text/javascript', tool(url.search.slice(1))?.script ?? '');
    if (first === 'api') return reply(Number(status), 'application/json', '{}', Number(ms));
    if (first === 'picture') return reply(200, 'image/bmp', picture(), Number(url.searchParams.get('wait')));
    if (first === 'sound.wav') return reply(200, 'audio/wav', sound());
    if (first === 'file.csv')
      return reply(200, 'text/csv', 'a,b', 0, { 'content-disposition': 'attachment; filename=file.csv' });
    const [scenario, by] = [scenarios[Number(which?.[1])], tool(which?.[2] ?? '')];
    if (scenario !== undefined && by !== undefined) return reply(200, 'text/html', page(scenario, by));
    if (first === 'page')
      return reply(200, 'text/html', '<h1>Another page</h1>', Number(url.searchParams.get('slow') ?? 0));
    return reply(404, 'text/plain', 'nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: (k: number, tool: Tool) =>
      `http://127.0.0.1:${port}${scenarios[k]?.path ?? '/shop'}?k=${k}&tool=${tool.name}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
