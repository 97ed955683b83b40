/** Listeners by event. A listener that throws is reported to `onFault` and harms no one else. */
export type Emitter<Events> = {
  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): () => void;
  emit<K extends keyof Events>(event: K, value: Events[K]): void;
};

/** `also` hears every event. */
export const createEmitter = <Events>(
  onFault: () => void,
  also?: Emitter<Events>['emit'],
): Emitter<Events> => {
  const listeners = new Map<keyof Events, Set<(value: never) => void>>();
  return {
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    emit(event, value) {
      const all = [...(listeners.get(event) ?? []), (value: never) => also?.(event, value)];
      for (const listener of all) {
        try {
          (listener as (value: unknown) => void)(value);
        } catch {
          onFault();
        }
      }
    },
  };
};
