import { renameSync, rmSync } from 'node:fs';
import { duckText } from './duck-text.ts';
import { withWarehouse } from './warehouse.ts';

/**
 * Writes a warehouse's file anew, so that nothing that was deleted stays in its free blocks, and puts it in the old one's
 * place. No one may have it open.
 */
export const compactWarehouse = async (path: string): Promise<void> => {
  const fresh = `${path}.compact`;
  rmSync(fresh, { force: true });
  await withWarehouse(':memory:', async (warehouse) => {
    await warehouse.run(`ATTACH ${duckText(path)} AS old (READ_ONLY); ATTACH ${duckText(fresh)} AS new`);
    await warehouse.run('COPY FROM DATABASE old TO new');
    await warehouse.run('CHECKPOINT new');
    await warehouse.run('DETACH old; DETACH new');
  });
  renameSync(fresh, path);
  rmSync(`${path}.wal`, { force: true });
};
