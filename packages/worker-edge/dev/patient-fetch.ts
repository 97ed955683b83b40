/**
 * fetch, once more when the connection that it took from the pool had been closed by the other side: that happens to a
 * process that was busy for longer than a server keeps a silent connection. Only for calls that may be made twice.
 */
export const patientFetch = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, init);
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    if (cause?.code !== 'UND_ERR_SOCKET' && cause?.code !== 'ECONNRESET') throw error;
    return fetch(url, init);
  }
};
