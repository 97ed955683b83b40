// npm run console -- --dir DIR [--port P] [--out FOLDER]: the console over a study's folder, on this machine alone, or as static files.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createConsole } from './serve/answer.ts';
import { buildConsole } from './serve/build-console.ts';
import { decisionPage } from './serve/decision-page.ts';
import { readStudy } from './serve/read-study.ts';

const USAGE = 'usage: npm run console -- --dir DIR [--port P] [--out FOLDER [--decisions N]]';

const readArgs = () => {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: '.' },
      port: { type: 'string', default: '4180' },
      out: { type: 'string' },
      decisions: { type: 'string', default: '20' },
    },
  });
  const port = Number(values.port);
  const decisions = Number(values.decisions);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`got --port ${values.port}, allowed is 0 to 65535`);
  if (!Number.isInteger(decisions) || decisions < 0)
    throw new Error(`got --decisions ${values.decisions}, allowed is a whole number from 0`);
  if (!existsSync(values.dir)) throw new Error(`got --dir ${values.dir}: there is no such folder`);
  return { dir: values.dir, port, out: values.out, decisions };
};

/** The pages with the data of this moment: any static host can show them. */
const writeOut = async (dir: string, out: string, decisions: number): Promise<void> => {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  };
  for (const [path, { body }] of await buildConsole()) put(path === '' ? 'index.html' : path, body);
  const study = await readStudy(dir, Date.now());
  const told = study.decisions.slice(0, decisions);
  for (const { id } of told) put(`data/decisions/${id}.json`, JSON.stringify(await decisionPage(dir, id)));
  put('data/study.json', JSON.stringify({ ...study, decisions: told }));
  console.log(`Wrote the console to ${out}, with ${told.length} decisions explained.`);
};

const serve = async (dir: string, port: number): Promise<void> => {
  const answer = createConsole({ files: await buildConsole(), dir, now: Date.now });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname.slice(1);
    void (request.method === 'GET' ? answer(path) : Promise.resolve(null)).then((found) => {
      response.writeHead(found?.status ?? 404, found?.headers);
      response.end(found?.body);
    });
  });
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    console.log(
      `The console of ${dir}: http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/`,
    );
  });
};

try {
  const { dir, port, out, decisions } = readArgs();
  await (out === undefined ? serve(dir, port) : writeOut(dir, out, decisions));
} catch (error) {
  console.error(`${USAGE}\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
