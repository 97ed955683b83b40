// npm run edge -- --port P --dev-keys --persist DIR --origins a,b: the worker in workerd until Ctrl-C.
import { join, resolve } from 'node:path';
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
const edge = await startEdge({ port: Number(values.port), persist, origins: values.origins.split(',') });
console.log(`edge     ${edge.url}`);
console.log(`keys     ${join(persist, 'keys.json')}`);
console.log(`workerd  ${edge.workerdPid}`);

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await edge.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
