import { Fault } from '@causeway/contract';

/**
 * The body as text, refused as soon as it is known to be over the limit: by its declared length, or while it is read.
 * Throws `too-large`, or `bad-json` when it is not UTF-8.
 */
export const readBody = async (request: Request, maxBytes: number, at: string): Promise<string> => {
  const tooLarge = (got: string): never => {
    throw new Fault('too-large', at, `got ${got} bytes, allowed are ${maxBytes}`);
  };
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > maxBytes) return tooLarge(declared);
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined);
      return tooLarge(`more than ${maxBytes}`);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at0 = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at0);
    at0 += chunk.length;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new Fault('bad-json', at, 'the body is not UTF-8');
  }
};
