/** How the names of packed objects of the log end; their digest is that of the text inside. */
export const PACKED = '.ndjson.gz';

/** A text in gzip's form: a log of JSON lines takes a tenth of the room. */
export const pack = (text: string): Promise<ArrayBuffer> =>
  new Response(new Response(text).body?.pipeThrough(new CompressionStream('gzip'))).arrayBuffer();

/** The text of an object, packed or not, as its name says. */
export const unpack = (key: string, object: R2ObjectBody): Promise<string> =>
  key.endsWith('.gz')
    ? new Response(object.body.pipeThrough(new DecompressionStream('gzip'))).text()
    : object.text();
