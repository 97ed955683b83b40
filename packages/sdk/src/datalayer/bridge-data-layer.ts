import type { Shopper } from '../shell/shopper.ts';
import { type LayerEntry, watchDataLayer } from '../shell/watch-data-layer.ts';
import { cartOf, GA4_STAGES } from './read-ga4.ts';

/** What the bridge needs of a shopper. */
export type Layered = Pick<Shopper, 'on' | 'stage' | 'cart' | 'outcome'>;
/** Which layer, and which ways. */
export type DataLayerOptions = {
  /** the name of the layer; by default `dataLayer` */
  readonly layer?: string;
  /** whether the shop's GA4 events tell stages, basket and order; true unless set to false */
  readonly read?: boolean;
  /** whether friction and decisions become events of the layer; true unless set to false */
  readonly write?: boolean;
  /** by default the page's own */
  readonly window?: Window & typeof globalThis;
};

/** An event's name and what goes with it: of an object, or of gtag('event', name, parameters). */
const eventOf = (entry: LayerEntry): readonly [string, LayerEntry] | null => {
  if (typeof entry['event'] === 'string') return [entry['event'], entry];
  if (entry[0] !== 'event' || typeof entry[1] !== 'string') return null;
  return [entry[1], (entry[2] ?? {}) as LayerEntry];
};

/**
 * Bridges a shopper and the page's dataLayer. Written: `causeway_friction` {kind, stage, role, value, unit} and
 * `causeway_decision` {point, action}, nothing that names a person. Returns how to undo it; on a server it does nothing.
 */
export const bridgeDataLayer = (shopper: Layered, options: DataLayerOptions = {}): (() => void) => {
  const { layer = 'dataLayer', read = true, write = true } = options;
  const view = options.window ?? (typeof window === 'undefined' ? undefined : window);
  if (view === undefined) return () => undefined;
  const stops: (() => unknown)[] = [];
  if (read)
    stops.push(
      watchDataLayer(view, layer, (entry) => {
        const [event, parameters] = eventOf(entry) ?? ['', {}];
        const stage = Object.hasOwn(GA4_STAGES, event) ? GA4_STAGES[event] : undefined;
        const cart = cartOf(event, parameters);
        if (cart !== null) shopper.cart(cart);
        if (stage !== undefined) shopper.stage(stage);
        if (event === 'purchase') shopper.outcome('order');
      }),
    );
  if (write) {
    const put = (event: string, more: object) => {
      const page = view as unknown as Record<string, unknown[] | undefined>;
      page[layer] ??= [];
      page[layer].push({ event, ...more });
    };
    stops.push(
      shopper.on('friction', ({ kind, stage, role, value, unit }) =>
        put('causeway_friction', { kind, stage, role, value, unit }),
      ),
      shopper.on('decision', ({ point, decided }) =>
        put('causeway_decision', { point, action: decided.action }),
      ),
    );
  }
  return () => {
    for (const stop of stops) stop();
  };
};
