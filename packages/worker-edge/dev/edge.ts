// npm run edge -- --port P --dev-keys --persist DIR --origins a,b: the worker in workerd until Ctrl-C.
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startEdge } from './start-edge.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8787' },
    persist: { type: 'string', default: '.data/edge' },
    origins: { type: 'string', default: 'http://127.0.0.1:4173,http://localhost:4173' },
    'dev-keys': { type: 'boolean', default: false },
  },
});
if (!values['dev-keys']) {
  console.error(
    'give --dev-keys: this runs with keys that it makes and keeps in its own folder, for one machine only',
  );
  process.exit(2);
}
const persist = resolve(values.persist);
const options = { port: Number(values.port), persist, origins: values.origins.split(',') };
let edge = await startEdge(options);
console.log(`edge     ${edge.url}`);
console.log(`keys     ${join(persist, 'keys.json')}`);
console.log(`workerd  ${edge.workerdPid}`);

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await edge.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

// A workerd that was killed is started again on the same folder and port: what it had stored is there.
while (!stopping) {
  await sleep(500);
  if (stopping || edge.workerdPid === 0 || lives(edge.workerdPid)) continue;
  await edge.stop();
  edge = await startEdge(options);
  console.log(`workerd  ${edge.workerdPid} (started again)`);
}
