import { asFault } from '@causeway/contract';

/** One clear line for whoever sits at the terminal; line breaks in a cause's message are folded. */
export const describeFault = (error: unknown): string =>
  asFault(error, 'causeway').message.replace(/\s+/g, ' ').trim();
