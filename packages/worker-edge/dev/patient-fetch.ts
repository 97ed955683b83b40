/** The pool may hold as many dead connections as calls were ever open at once; each try discards one. */
const MAX_TRIES = 100;

/**
 * fetch, again when the connection that it took from the pool had been closed by the other side: that happens to a process that was
 * busy for longer than a server keeps a silent connection, and then to every connection of its pool. Only for calls that may be
 * made twice.
 */
export const patientFetch = async (url: string, init: RequestInit): Promise<Response> => {
  for (let k = 1; ; k++) {
    try {
      return await fetch(url, init);
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      const closed = cause?.code === 'UND_ERR_SOCKET' || cause?.code === 'ECONNRESET';
      if (!closed || k === MAX_TRIES) throw error;
    }
  }
};
