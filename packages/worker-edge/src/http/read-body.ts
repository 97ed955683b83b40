import { Fault } from '@causeway/contract';

/** A body of unknown length, given up as soon as it is over the limit. */
const readPieces = async (
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  tooLarge: (got: string) => never,
): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined);
      return tooLarge(`more than ${maxBytes}`);
    }
    pieces.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
};

/** Stateless: a whole text a call. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

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
  // A declared length is what the server in front of us holds the sender to: then the body is taken in one piece, and the
  // stream that \`request.body\` would make is spared.
  if (declared === null && request.body === null) return '';
  const bytes =
    declared === null
      ? await readPieces(request.body as ReadableStream<Uint8Array>, maxBytes, tooLarge)
      : new Uint8Array(await request.arrayBuffer());
  if (bytes.length > maxBytes) return tooLarge(String(bytes.length));
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Fault('bad-json', at, 'the body is not UTF-8');
  }
};
