import { Fault } from '@causeway/contract';
import { forkScript } from './fork-script.ts';

/** The code of the script tag's bundle, built in a process of its own so that this one stays free. */
export const buildScriptTag = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = forkScript('./build-process.ts', signal);
    child.on('message', (code: string) => resolve(code));
    child.on('error', (error) => reject(new Fault('internal', 'build', error.message)));
    child.on('exit', (code) => reject(new Fault('internal', 'build', `the build ended with code ${code}`)));
  });
