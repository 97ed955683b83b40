/** An entry of a dataLayer: an object with an event, or the arguments of a gtag call. */
export type LayerEntry = Readonly<Record<string | number, unknown>>;
export type DataLayer = { readonly length: number; readonly [k: number]: unknown };

/** A dataLayer is looked at so often, ms. */
const LOOK_MS = 500;

/**
 * Tells each entry of a dataLayer once, those that are there already included. It looks, and wraps nothing: tag managers
 * replace `push` themselves, and a page's own objects are not ours to change. Returns how to stop.
 */
export const watchDataLayer = (
  view: Window & typeof globalThis,
  name: string,
  onEntry: (entry: LayerEntry) => void,
): (() => void) => {
  let seen = 0;
  const look = () => {
    const layer = (view as unknown as Record<string, DataLayer | undefined>)[name];
    const length = layer?.length ?? 0;
    // A layer that was shortened has forgotten what was told.
    if (length < seen) seen = length;
    for (; seen < length; seen += 1) {
      const entry = layer?.[seen];
      try {
        if (typeof entry === 'object' && entry !== null) onEntry(entry as LayerEntry);
      } catch {
        // an entry that cannot be read is no news
      }
    }
  };
  look();
  const timer = view.setInterval(look, LOOK_MS);
  return () => view.clearInterval(timer);
};
