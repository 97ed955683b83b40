import { forgetDevice } from './forget-device.ts';

/** Clears all that the device keeps of this visitor: the next start is someone new. */
export const forget = async (): Promise<void> => void (await forgetDevice());
