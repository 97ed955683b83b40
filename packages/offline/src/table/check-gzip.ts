import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Fault } from '@causeway/contract';

/**
 * Reads a gzipped file to its end and forgets it. DuckDB takes the rows of a file that was cut short without a word; a study of half a
 * file is worse than none. Throws `bad-input` when the file is not gzip, was cut, or its check sum is wrong.
 */
export const checkGzip = async (path: string): Promise<void> => {
  const forget = new Writable({ write: (_, __, done) => done() });
  try {
    await pipeline(createReadStream(path), createGunzip(), forget);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault(
      'bad-input',
      path,
      `got a file that gzip cannot unpack whole (${why}), allowed is one that it can`,
      error,
    );
  }
};
