// The dataLayer both ways: GA4's e-commerce events tell stages and the basket; friction and decisions become events.
export { bridgeDataLayer, type DataLayerOptions, type Layered } from './bridge-data-layer.ts';
export { cartOf, GA4_STAGES } from './read-ga4.ts';
