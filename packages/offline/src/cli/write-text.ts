import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '@causeway/contract';
import { makeFolder } from './make-folder.ts';

/** Writes a file that the user named, its folder made where there is none. Throws `bad-input` naming the file when it cannot be written. */
export const writeText = (path: string, text: string): void => {
  makeFolder(dirname(path));
  try {
    writeFileSync(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Fault('bad-input', path, `the file cannot be written: ${code}`, error);
  }
};
