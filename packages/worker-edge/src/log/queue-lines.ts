import { type LogMessage, MAX_MESSAGE_BYTES } from './log-message.ts';
import { linesOf } from './ndjson.ts';

/** No UTF-16 unit takes more bytes in UTF-8. */
const MOST_BYTES_A_UNIT = 3;

/** Sends lines by the queue alone, in as many messages as their size needs. */
export const queueLines = async (queue: Queue<LogMessage>, ndjson: string): Promise<void> => {
  if (ndjson !== '' && ndjson.length * MOST_BYTES_A_UNIT <= MAX_MESSAGE_BYTES) {
    await queue.send({ version: 1, lines: ndjson });
    return;
  }
  const encoder = new TextEncoder();
  let piece = '';
  let size = 0;
  const flush = async (): Promise<void> => {
    if (piece !== '') await queue.send({ version: 1, lines: piece });
    piece = '';
    size = 0;
  };
  for (const line of linesOf(ndjson)) {
    const bytes = encoder.encode(line).length + 1;
    if (size + bytes > MAX_MESSAGE_BYTES) await flush();
    piece += `${line}\n`;
    size += bytes;
  }
  await flush();
};
