import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Fault } from '@causeway/contract';

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/**
 * Makes a folder and those above it, one after the other: Node's own recursive mkdir tries for ever where the system says that what
 * was just there is not (under /proc). Throws `bad-input` naming the folder when it cannot be made.
 */
export const makeFolder = (path: string): void => {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at);
  for (const folder of missing) {
    try {
      mkdirSync(folder);
    } catch (error) {
      // Another run may have made it meanwhile.
      if (isFolder(folder)) continue;
      const { code } = error as NodeJS.ErrnoException;
      throw new Fault('bad-input', path, `the folder cannot be made: ${code}`, error);
    }
  }
  if (!isFolder(path)) throw new Fault('bad-input', path, 'it is a file, a folder is needed');
};
