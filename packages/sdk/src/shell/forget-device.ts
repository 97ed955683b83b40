import { deviceStore } from './device-store.ts';
import { visitStore } from './visit-store.ts';

/** Clears all that the device keeps of this visitor, and gives the random name that it had: the next start is someone new. */
export const forgetDevice = async (): Promise<string | null> => {
  if (typeof window === 'undefined') return null;
  visitStore(window).clear();
  const device = deviceStore();
  const name = await device.anonymous().catch(() => null);
  await device.clear().catch(() => undefined);
  return name;
};
