import type { Fact, FactKind, Stage } from '@causeway/contract';
import { exp, FACT_KINDS, sigmoid } from '@causeway/contract';
import type { Chance } from './chance.ts';
import { wholeBetween } from './chance.ts';
import type { Person } from './person.ts';

/** How bad each page is by itself, for everyone: the structural friction of (B29), as rates in [0, 1]. */
export type PageTrouble = { readonly slow: number; readonly forms: number; readonly broken: number };
export const PAGE_TROUBLE: Readonly<Record<Stage, PageTrouble>> = {
  landing: { slow: 0.25, forms: 0, broken: 0.1 },
  browse: { slow: 0.15, forms: 0, broken: 0.15 },
  product: { slow: 0.1, forms: 0, broken: 0.15 },
  cart: { slow: 0.15, forms: 0.05, broken: 0.2 },
  shipping: { slow: 0.2, forms: 0.8, broken: 0.15 },
  payment: { slow: 0.45, forms: 0.45, broken: 0.2 },
  review: { slow: 0.2, forms: 0, broken: 0.1 },
  done: { slow: 0, forms: 0, broken: 0 },
};

export type StepPlace = {
  readonly stage: Stage;
  /** number of this step within its stage, from 0 */
  readonly visit: number;
  readonly mobile: boolean;
  readonly cartCents: number;
};

type Felt = { readonly kind: FactKind; readonly role: string; readonly value: number };

const spreadOut = (c: Chance, median: number, sigma: number): number =>
  Math.round(median * exp(sigma * c.normal()));

/**
 * What one shopper feels on one step, before it has times: structural trouble of the page, and personal trouble by
 * traits and device. Nothing here depends on any action: friction is exogenous.
 */
export const feltOnStep = (c: Chance, person: Person, place: StepPlace): Felt[] => {
  const { stage, visit, mobile } = place;
  const { intent, patience, priceSensitivity, trust, fluency } = person.traits;
  const page = PAGE_TROUBLE[stage];
  const felt: Felt[] = [];
  const feel = (kind: FactKind, role: string, value = 1) => felt.push({ kind, role, value });
  const checkout = stage === 'shipping' || stage === 'payment';

  if (c.flip(page.slow * (mobile ? 0.5 : 0.3))) feel('slow-answer', 'button:next', spreadOut(c, 1700, 0.4));
  if (visit === 0 && mobile && c.flip(0.08)) feel('slow-load', 'page', spreadOut(c, 3000, 0.3));
  if (mobile && c.flip(0.06)) feel('slow-interaction', 'page', spreadOut(c, 560, 0.3));
  if (c.flip(page.broken * 0.2)) {
    feel('dead-click', 'button:more');
    if (c.flip(sigmoid(-0.4 - patience))) feel('rage-click', 'button:more', wholeBetween(c, 3, 6));
  }
  if (c.flip(page.broken * 0.1)) feel('script-error', 'page');

  const fumbles =
    page.forms > 0 && c.flip(sigmoid(-3 + 1.9 * page.forms + (mobile ? 0.5 : 0) - 0.9 * fluency));
  if (fumbles) {
    const errors = wholeBetween(c, 1, 3);
    for (let k = 0; k < errors; k++) feel('validation-error', `field:${stage}-${k}`);
    if (c.flip(0.4)) feel('refill', `field:${stage}-0`, wholeBetween(c, 2, 4));
    if (c.flip(0.2)) feel('submit-blocked', 'form');
  }
  if (stage === 'payment' && c.flip(visit === 0 ? 0.2 : 0.06)) {
    feel('payment-failed', 'payment');
    if (c.flip(0.3)) feel('payment-failed', 'payment');
  }
  if (checkout && c.flip(sigmoid(-2.6 - 1.1 * trust + (person.known ? 0 : 0.5)))) {
    feel('hesitation-first-input', `field:${stage}-0`, spreadOut(c, 11000, 0.4));
    if (c.flip(0.6)) feel('hesitation-pause', `field:${stage}-1`, spreadOut(c, 9000, 0.4));
    if (c.flip(0.4)) feel('hesitation-target', 'button:next', spreadOut(c, 3500, 0.3));
  }
  if ((stage === 'browse' || stage === 'product') && c.flip(sigmoid(-2.2 - 0.5 * intent))) {
    feel(c.flip(0.5) ? 'back-and-forth' : 'scroll-reversal', 'page', 1);
  }
  const small = 6000 / (6000 + place.cartCents);
  if (
    (stage === 'cart' || stage === 'shipping') &&
    c.flip(sigmoid((stage === 'cart' ? -3.4 : -3) + 0.9 * priceSensitivity + 2.2 * small))
  ) {
    feel('cost-dwell', 'summary:total', spreadOut(c, 7500, 0.4));
  }
  return felt;
};

/** Gives what was felt its times, ascending within (from, to], and its unit. */
export const factsOf = (felt: readonly Felt[], stage: Stage, from: number, to: number): Fact[] =>
  felt.map(({ kind, role, value }, k) => ({
    kind,
    at: from + Math.ceil(((to - from) * (k + 1)) / (felt.length + 1)),
    stage,
    role,
    value,
    unit: FACT_KINDS[kind].unit,
  }));
