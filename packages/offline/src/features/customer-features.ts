import { checkFeatureSet, DAY_IN_MS, type FeatureDefinition, type FeatureSet } from '@causeway/contract';

type Short = Partial<FeatureDefinition> & Pick<FeatureDefinition, 'aggregate'>;

const define = (name: string, about: string, rest: Short): FeatureDefinition => ({
  name,
  about,
  owner: 'shop',
  sensitivity: 'open',
  events: ['order'],
  where: [],
  window: null,
  default: null,
  ...rest,
});
const days = (n: number) => ({ ms: n * DAY_IN_MS });

/**
 * c_i of paper B: purchase history, marketing engagement, service, device and channel, one column a line, with a flag where
 * a missing value tells something. Brands and categories are the shop's own: `affinityFeatures` makes a column of each.
 */
export const CUSTOMER_FEATURES: FeatureSet = checkFeatureSet(
  {
    kind: 'features',
    version: 1,
    name: 'customer',
    features: [
      define('orders.present', 'has ever ordered: tells a missing recency from an old one', {
        aggregate: 'present',
      }),
      define('orders.count', 'orders ever', { aggregate: 'count' }),
      define('orders.30-days', 'orders in the last 30 days', { aggregate: 'count', window: days(30) }),
      define('orders.365-days', 'orders in the last year', { aggregate: 'count', window: days(365) }),
      define('orders.recency-days', 'days since the last order', { aggregate: 'recency' }),
      define('orders.tenure-days', 'days since the first order', { aggregate: 'tenure' }),
      define('orders.spend', 'spent on orders, cents', { aggregate: 'sum', of: 'cents', default: 0 }),
      define('orders.spend-90-days', 'spent in the last 90 days, cents', {
        aggregate: 'sum',
        of: 'cents',
        window: days(90),
        default: 0,
      }),
      define('orders.basket', 'mean order, cents', { aggregate: 'mean', of: 'cents' }),
      define('orders.basket-max', 'largest order, cents', { aggregate: 'max', of: 'cents' }),
      define('orders.last', 'latest order, cents', { aggregate: 'last', of: 'cents' }),
      define('orders.items', 'mean pieces of an order', { aggregate: 'mean', of: 'items' }),
      define('categories.count', 'different categories bought', { aggregate: 'distinct', of: 'category' }),
      define('brands.count', 'different brands bought', { aggregate: 'distinct', of: 'brand' }),
      define('payment.paypal', 'share of orders paid by PayPal', {
        aggregate: 'affinity',
        of: 'payment',
        value: 'paypal',
      }),
      define('payment.invoice', 'share of orders paid by invoice', {
        aggregate: 'affinity',
        of: 'payment',
        value: 'invoice',
      }),
      define('price.sensitivity', 'share of orders with a coupon, shrunk to 0.3', {
        aggregate: 'price-sensitivity',
        of: 'coupon',
        prior: { share: 0.3, weight: 4 },
        sensitivity: 'bounded',
      }),
      define('shipping.mean', 'mean shipping paid, cents', { aggregate: 'mean', of: 'shipping_cents' }),
      define('returns.rate', 'returns for each order', {
        aggregate: 'rate',
        events: ['return'],
        over: { events: ['order'], where: [] },
      }),
      define('support.count', 'contacts with the service', { aggregate: 'count', events: ['support'] }),
      define('support.recency-days', 'days since the last contact', {
        aggregate: 'recency',
        events: ['support'],
      }),
      define('email.opens', 'share of e-mails opened in the last 180 days', {
        aggregate: 'rate',
        events: ['email-open'],
        over: { events: ['email-sent'], where: [] },
        window: days(180),
      }),
      define('push.opens', 'share of push messages opened', {
        aggregate: 'rate',
        events: ['push-open'],
        over: { events: ['push-sent'], where: [] },
      }),
      define('mobile.share', 'share of visits and orders from a phone', {
        aggregate: 'mean',
        of: 'mobile',
        events: ['order', 'visit'],
      }),
      define('visits.30-days', 'visits in the last 30 days', {
        aggregate: 'count',
        events: ['visit'],
        window: days(30),
      }),
    ],
  },
  'customer-features',
);

/** A share for each value of a text column of orders: categories, brands, channels of the shop's own. */
export const affinityFeatures = (
  of: 'category' | 'brand' | 'payment' | 'channel',
  values: readonly string[],
): FeatureDefinition[] =>
  values.map((value, k) =>
    define(`${of}.${k}`, `share of orders with ${of} ${value}`.slice(0, 200), {
      aggregate: 'affinity',
      of,
      value,
    }),
  );
