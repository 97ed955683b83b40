import type { TextCodec } from '@causeway/contract';

// Both are stateless: a whole text a call.
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The runtime's own codec, for what is sealed and opened here. */
export const textCodec: TextCodec = {
  encode: (text) => encoder.encode(text),
  decode: (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      return null;
    }
  },
};
