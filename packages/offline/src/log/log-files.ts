import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { Fault } from '@causeway/contract';

const IS_LOG = /\.(ndjson|jsonl)(\.gz)?$/;

export type LogFile = {
  readonly path: string;
  /** path within the folder, with forward slashes on every system */
  readonly name: string;
};

/**
 * Every log file under a folder (or the file itself), in the order of their names. Throws `bad-input` if there is
 * none.
 */
export const logFiles = (folder: string): LogFile[] => filesOf(folder, IS_LOG, 'no .ndjson or .jsonl file');

/** Every file under a folder whose name fits, or the file itself. Throws `bad-input` if there is none. */
export const filesOf = (folder: string, fits: RegExp, none: string): LogFile[] => {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) throw new Fault('bad-input', folder, 'there is no such file or folder');
  if (stat.isFile()) return [{ path: folder, name: folder.split(sep).at(-1) as string }];
  if (!stat.isDirectory()) throw new Fault('bad-input', folder, 'it is neither a file nor a folder');
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && fits.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (found.length === 0) throw new Fault('bad-input', folder, `it holds ${none}`);
  return found;
};

/** SHA-256 of a file's bytes: what makes a file already read the same file. */
export const fileDigest = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** The lines of a file, unpacked when it ends in .gz; memory holds one buffer. */
export const linesOf = (path: string): AsyncIterable<string> => {
  const bytes = createReadStream(path);
  const input = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
};
