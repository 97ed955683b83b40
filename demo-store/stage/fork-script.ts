import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a TypeScript file of this folder in a node of its own; `signal` ends it. It talks by messages. */
export const forkScript = (name: string, signal: AbortSignal): ChildProcess =>
  fork(fileURLToPath(new URL(name, import.meta.url)), [], {
    cwd: ROOT,
    execArgv: ['--conditions=source', '--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    signal,
  });
