/**
 * One line of the worker's own log, JSON. `event` is a fixed name; of an error only its message is written, and no message
 * of ours holds a pseudonym, a token or a body.
 */
export const say = (level: 'info' | 'warn' | 'error', event: string, detail?: unknown): void => {
  const error = detail instanceof Error ? { error: detail.message.slice(0, 300) } : detail;
  const line = JSON.stringify({ level, event, ...(typeof error === 'object' ? error : {}) });
  if (level === 'info') console.log(line);
  else console.error(line);
};
