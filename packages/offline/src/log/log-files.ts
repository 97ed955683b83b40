import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { Fault } from '@causeway/contract';

const IS_LOG = /\.(ndjson|jsonl)(\.gz)?$/i;

export type LogFile = {
  readonly path: string;
  /** path within the folder, with forward slashes on every system */
  readonly name: string;
};

/**
 * Every log file under a folder (or the file itself), in the order of their names. Throws `bad-input` if there is
 * none.
 */
export const logFiles = (folder: string): LogFile[] => sortLogFiles(folder).files;

/** The same, with the names of what is no log file by its name. */
export const sortLogFiles = (folder: string): SortedFiles =>
  sortFiles(folder, IS_LOG, 'no .ndjson or .jsonl file');

/** Every file under a folder whose name fits, or the file itself. Throws `bad-input` if there is none. */
export const filesOf = (folder: string, fits: RegExp, none: string): LogFile[] =>
  sortFiles(folder, fits, none).files;

export type SortedFiles = {
  readonly files: LogFile[];
  /** names of what is in the folder and is not read: another ending, a link */
  readonly passedOver: string[];
};

/** The same, with the names of what does not fit: a file that nobody reads and nobody names is data lost. */
export const sortFiles = (folder: string, fits: RegExp, none: string): SortedFiles => {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) throw new Fault('bad-input', folder, 'there is no such file or folder');
  if (stat.isFile())
    return { files: [{ path: folder, name: folder.split(sep).at(-1) as string }], passedOver: [] };
  if (!stat.isDirectory()) throw new Fault('bad-input', folder, 'it is neither a file nor a folder');
  const files: LogFile[] = [];
  const passedOver: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    if (entry.isFile() && fits.test(entry.name)) files.push({ path, name });
    else passedOver.push(name);
  }
  passedOver.sort();
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  if (files.length > 0) return { files, passedOver };
  const others = passedOver.length === 0 ? '' : `; there are ${someNames(passedOver)}`;
  throw new Fault('bad-input', folder, `it holds ${none}${others}`);
};

/** A few of the names, and how many more there are. */
export const someNames = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;

/** SHA-256 of a file's bytes: what makes a file already read the same file. */
export const fileDigest = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** Whether a file is packed, by its name. */
export const isPacked = (path: string): boolean => /\.gz$/i.test(path);

/** The lines of a file, unpacked when it ends in .gz; memory holds one buffer. */
export const linesOf = (path: string): AsyncIterable<string> => {
  const bytes = createReadStream(path);
  const input = isPacked(path) ? bytes.pipe(createGunzip()) : bytes;
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
};
