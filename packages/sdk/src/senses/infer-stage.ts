import type { Stage } from '@causeway/contract';

/** Words of addresses by stage, the furthest stage first. */
const WORDS: readonly (readonly [Stage, RegExp])[] = [
  ['done', /thank|success|complete|confirmed|order-received|receipt/],
  ['review', /\b(review-order|order-review|checkout-review|checkout.review|review)$|\bconfirm\b/],
  ['payment', /\b(pay|payment|payments|billing)\b/],
  ['shipping', /\b(shipping|delivery|address|information)\b/],
  ['cart', /\b(cart|basket|bag|trolley)\b/],
  ['shipping', /\bcheckouts?\b/],
  ['product', /\b(product|products|item|p|dp)\b.+/],
  ['browse', /\b(products|collections?|category|categories|search|catalog|shop|c)\b/],
];

/** The stage that a path (with its hash, never its query) names in the usual words; null when it names none. */
export const inferStage = (path: string): Stage | null => {
  const words = path.toLowerCase().replace(/_/g, '-');
  for (const [stage, rule] of WORDS) if (rule.test(words)) return stage;
  return null;
};
