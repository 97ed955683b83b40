// npm run demo -- [--port P] [--quick] [--no-open]: the shop, the worker and a first release, on this machine alone.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startDemo } from './stage/start-demo.ts';

const USAGE = 'usage: npm run demo -- [--port P] [--quick] [--no-open]';
const SESSIONS = 6000;
const QUICK_SESSIONS = 1200;

const readArgs = (): { port: number; quick: boolean; open: boolean } => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4173' },
      quick: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (values.help || !Number.isInteger(port) || port < 1 || port > 65_500) {
    console.error(values.help ? USAGE : `${USAGE}\ngot --port ${values.port}, allowed is 1 to 65500`);
    process.exit(values.help ? 0 : 2);
  }
  return { port, quick: values.quick, open: !values['no-open'] };
};

/** Opens the address where there is a desktop; without one it is printed, and that is enough. */
const openBrowser = (url: string): void => {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  if (
    process.platform === 'linux' &&
    process.env.DISPLAY === undefined &&
    process.env.WAYLAND_DISPLAY === undefined
  )
    return;
  const child = spawn(command as string, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
};

let args: ReturnType<typeof readArgs>;
try {
  args = readArgs();
} catch (error) {
  console.error(`${USAGE}\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
}

const began = performance.now();
const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s`;
const sessions = args.quick ? QUICK_SESSIONS : SESSIONS;
console.log(`Causeway demo. A first release learns from ${sessions} simulated visits.\n`);

const starting = startDemo({
  port: args.port,
  sessions,
  say: (line) => console.log(`${seconds()}  ${line}`),
});
let ending = false;
const end = (): void => {
  if (ending) return;
  ending = true;
  console.log('\nClosing the shop.');
  starting
    .then((demo) => demo.stop())
    .catch(() => undefined)
    .finally(() => process.exit(0));
};
process.on('SIGINT', end);
process.on('SIGTERM', end);

try {
  const demo = await starting;
  const { release } = demo.learner.state();
  console.log(`${seconds()}  Ready${release === null ? '' : `: release ${release.sequence} is live`}\n`);
  console.log(`  plain HTML  ${demo.url}/`);
  console.log(`  React       ${demo.url}/react/`);
  console.log(`  console     ${demo.url}/dev/console/`);
  console.log(`  trouble     ${demo.url}/?trouble=slow,reject,payment,edge-down`);
  console.log('\nCtrl-C closes it.');
  if (args.open) openBrowser(demo.url);
} catch (error) {
  if (!ending) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
