import type { StoredLine } from '@causeway/contract';
import { checkStoredLine, Fault } from '@causeway/contract';

/** Who may write which lines down: the edge keeps this, and a log that breaks it has been tampered with. */
const WRITERS: Readonly<Record<string, readonly StoredLine['source'][]>> = {
  decision: ['edge', 'receipt'],
  outcome: ['shop'],
};

/** One line of a log file, checked whole. Throws `bad-log` with the reason; never anything else. */
export const readLine = (text: string, at: string): StoredLine => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault('bad-log', at, 'it is not JSON');
  }
  let stored: StoredLine;
  try {
    stored = checkStoredLine(value, at);
  } catch (error) {
    throw new Fault('bad-log', at, error instanceof Error ? error.message : String(error), error);
  }
  const { line, source, subject } = stored;
  const writers = WRITERS[line.kind] ?? ['page'];
  if (!writers.includes(source)) {
    throw new Fault(
      'bad-log',
      `${at}.source`,
      `got ${source}, a ${line.kind} is written by ${writers.join(' or ')}`,
    );
  }
  if ('subject' in line && line.subject !== subject) {
    throw new Fault('bad-log', `${at}.subject`, `got ${subject}, the line itself names ${line.subject}`);
  }
  return stored;
};
