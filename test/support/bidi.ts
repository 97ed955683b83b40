import { WebSocket } from 'undici';

type Answer = {
  readonly id?: number;
  readonly type: string;
  readonly result?: unknown;
  readonly method?: string;
  readonly params?: unknown;
  readonly error?: string;
  readonly message?: string;
};
type Waiting = { readonly done: (result: never) => void; readonly fail: (error: Error) => void };

/** A connection that speaks WebDriver BiDi: commands with answers, and events by name. */
export type Bidi = {
  send<T = Record<string, unknown>>(method: string, params?: Record<string, unknown>): Promise<T>;
  /** returns how to stop listening; the session must have subscribed to the event */
  on<T>(event: string, listener: (params: T) => void): () => void;
  close(): void;
};

/** Opens a connection to a browser's own address, `ws://127.0.0.1:PORT/session`. A refused command rejects with its reason. */
export const connectBidi = async (url: string): Promise<Bidi> => {
  const socket = new WebSocket(url);
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(params: never) => void>>();
  let last = 0;
  await new Promise<void>((done, fail) => {
    socket.addEventListener('open', () => done());
    socket.addEventListener('error', () => fail(new Error(`no answer at ${url}`)));
  });
  socket.addEventListener('message', ({ data }) => {
    const { id, type, result, method, params, error, message } = JSON.parse(String(data)) as Answer;
    if (type === 'event') {
      for (const listener of listeners.get(method ?? '') ?? []) listener(params as never);
      return;
    }
    const one = waiting.get(id ?? -1);
    waiting.delete(id ?? -1);
    if (type === 'success') one?.done(result as never);
    else one?.fail(new Error(`${error}: ${message}`));
  });
  socket.addEventListener('close', () => {
    for (const { fail } of waiting.values()) fail(new Error('the browser has gone'));
    waiting.clear();
  });
  return {
    send: (method, params = {}) =>
      new Promise((done, fail) => {
        last += 1;
        waiting.set(last, { done, fail });
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    on(event, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => all.delete(listener);
    },
    close: () => socket.close(),
  };
};
