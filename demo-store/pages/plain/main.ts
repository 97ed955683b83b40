// The plain storefront's script: one part for each kind of page, and the line to Causeway.
import type { Shopper } from '@causeway/sdk';
import type { Basket } from '../../backend/basket.ts';
import { mountPanel } from '../panel/panel.ts';
import { api, type VisitName } from '../shared/api.ts';
import { showConsentBar } from '../shared/consent-bar.ts';
import { readConfig, startOptions } from '../shared/page-config.ts';
import { panelActions } from '../shared/panel-actions.ts';
import { startCartPage } from './cart-page.ts';
import { keepOrder, startDonePage } from './done-page.ts';
import { createGuide } from './guide.ts';
import { loadCauseway } from './load-causeway.ts';
import { startPaymentPage } from './payment-page.ts';
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
  if (causeway === null) return;
  const config = readConfig();
  const guide = createGuide(priced);
  const started = causeway.start({ ...startOptions(config), actions: guide.actions });
  shopper = started;
  guide.follow(started);
  if (basket !== null) told(basket);
  if (page === 'done' && sessionStorage.getItem('fennel:told') !== sessionStorage.getItem('fennel:order')) {
    sessionStorage.setItem('fennel:told', sessionStorage.getItem('fennel:order') ?? '');
    started.outcome('order');
  }
  mountPanel({
    source: started,
    ...panelActions({ stop: started.stop, forget: causeway.forget, home: '/' }),
  });
  if (config.consent === null) showConsentBar((choice) => started.consent(choice));
};

startPage();
void api.basket().then((answer) => answer.ok && priced(answer.body));
void startCauseway();
