import { DAY_MS } from '../exposure/index.ts';

/**
 * The columns of c_i (A1) and the labels, each one SQL aggregate over a customer's dated rows `h` (kinds: signup,
 * order, return, email-sent, email-open, support, visit). $1 is `asOf`; a column whose base is empty is missing,
 * never zero.
 */
const when = (kind: string, more = '') => `FILTER (WHERE h.kind = '${kind}'${more})`;
const share = (part: string, whole: string) => `${part} / nullif(${whole}, 0)`;
const days = (time: string) => `($1 - ${time}) / ${DAY_MS}.0`;
const orders = `count(*) ${when('order')}`;

export const HISTORY_FEATURES: Readonly<Record<string, string>> = {
  'orders.count': orders,
  'orders.spend': `coalesce(sum(h.cents) ${when('order')}, 0)`,
  'orders.basket': `avg(h.cents) ${when('order')}`,
  'orders.basket-max': `max(h.cents) ${when('order')}`,
  'orders.items': `avg(h.items) ${when('order')}`,
  'orders.recency-days': days(`max(h."at") ${when('order')}`),
  'orders.per-year': `${orders} * 365.0 / greatest(${days('min(h."at")')}, 30)`,
  'orders.last-90-days': `count(*) ${when('order', ` AND h."at" >= $1 - ${90 * DAY_MS}`)}`,
  'coupon.share': `avg(h.coupon) ${when('order')}`,
  'shipping.paid-share': `avg(CASE WHEN h.shippingCents > 0 THEN 1.0 ELSE 0.0 END) ${when('order')}`,
  'returns.share': share(`count(*) ${when('return')}`, orders),
  'support.count': `count(*) ${when('support')}`,
  'support.per-order': share(`count(*) ${when('support')}`, orders),
  'email.open-rate': share(`count(*) ${when('email-open')}`, `count(*) ${when('email-sent')}`),
  'visits.count': `count(*) ${when('visit')}`,
  'visits.per-order': share(`count(*) ${when('visit')}`, orders),
  'visits.recency-days': days(`max(h."at") ${when('visit')}`),
  'mobile.share': 'avg(h.mobile)',
  'tenure.days': days('min(h."at")'),
};

/** What a customer did from `asOf` on, within the window: 1 or 0. */
export const HISTORY_LABELS: Readonly<Record<string, string>> = {
  converted: when('order'),
  incentive: when('order', ' AND h.coupon = 1'),
  returned: when('return'),
  support: when('support'),
  opened: when('email-open'),
  mobile: `FILTER (WHERE h.mobile = 1)`,
};
