// The plain storefront's script: one part for each kind of page, and the line to Causeway.
import type { Shopper } from '@causeway/sdk';
import type { Basket } from '../../backend/basket.ts';
import { mountPanel } from '../panel/panel.ts';
import { setInset } from '../panel/panel-place.ts';
import { api, type VisitName } from '../shared/api.ts';
import { showConsentBar } from '../shared/consent-bar.ts';
import { firstTold, keepOrder } from '../shared/kept-order.ts';
import { readConfig, startOptions } from '../shared/page-config.ts';
import { panelActions } from '../shared/panel-actions.ts';
import { startCartPage } from './cart-page.ts';
import { startDonePage } from './done-page.ts';
import { createGuide } from './guide.ts';
import { loadCauseway } from './load-causeway.ts';
import { showPayTotal, startPaymentPage } from './payment-page.ts';
import { startBrowsePage, startProductPage } from './shelf-page.ts';
import { startShippingPage } from './shipping-page.ts';
import { showSummary } from './summary.ts';

const page = document.body.dataset.page ?? '';
let shopper: Shopper | null = null;
let basket: Basket | null = null;

const told = (now: Basket): void => {
  basket = now;
  shopper?.cart({ items: now.items, cents: now.goodsCents, discount: now.discountCents > 0 });
};
const priced = (now: Basket): void => {
  told(now);
  if (page === 'cart') startCartPage(now, told);
  else if (now.items > 0 && (page === 'shipping' || page === 'payment')) showSummary(now);
  if (page === 'payment') showPayTotal(now);
};
const visit = (): VisitName | null => {
  const state = shopper?.state() ?? null;
  return state === null ? null : { session: state.session, subject: state.profile.subject };
};

const startPage = (): void => {
  if (page === 'browse') startBrowsePage();
  if (page === 'product') startProductPage(() => basket, told);
  if (page === 'shipping') startShippingPage();
  if (page === 'done') startDonePage();
  if (page !== 'payment') return;
  startPaymentPage({
    visit,
    failed: () => shopper?.friction('payment-failed', 'pay'),
    ordered: async (order) => keepOrder(order),
  });
};

const startCauseway = async (): Promise<void> => {
  const causeway = await loadCauseway();
  // No SDK, no panel: the page needs no room for it.
  if (causeway === null) return setInset(false);
  const config = readConfig();
  const guide = createGuide(priced);
  const started = causeway.start({ ...startOptions(config), actions: guide.actions });
  shopper = started;
  guide.follow(started);
  if (basket !== null) told(basket);
  if (page === 'done' && firstTold()) started.outcome('order');
  mountPanel({
    source: started,
    ...panelActions({ stop: started.stop, forget: causeway.forget, home: '/' }),
  });
  if (config.consent === null) showConsentBar((choice) => started.consent(choice));
};

startPage();
void api.basket().then((answer) => answer.ok && priced(answer.body));
void startCauseway();
