import { keptTable } from './kept-table.ts';
import { visitStore } from './visit-store.ts';

/** Clears all that the device keeps of this visitor, and gives the random name that it had: the next start is someone new. */
export const forgetDevice = async (): Promise<unknown> => {
  if (typeof window === 'undefined') return undefined;
  visitStore(window).clear();
  const device = keptTable();
  const name = await device.get('anonymous').catch(() => undefined);
  await device.clear().catch(() => undefined);
  return name;
};
