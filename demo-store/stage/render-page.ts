import { priceBasket } from '../backend/basket.ts';
import { CATALOGUE, productById } from '../backend/catalogue.ts';
import type { Visitor } from '../backend/visitor.ts';
import { EARLY_INSET } from '../pages/panel/panel-place.ts';
import { cartPage, donePage, emptyPage, paymentPage, shippingPage } from '../pages/plain/checkout-pages.ts';
import { type Html, html, raw } from '../pages/plain/html.ts';
import { layout } from '../pages/plain/layout.ts';
import { browsePage, landingPage, missingPage, productPage } from '../pages/plain/shelf-pages.ts';
import { CONFIG_ID, type PageConfig } from '../pages/shared/page-config.ts';
import { titleOf, titleTag } from '../pages/shared/shop-words.ts';

export type RenderOptions = {
  readonly path: string;
  readonly visitor: Visitor;
  readonly customer: string | null;
  readonly config: PageConfig;
  /** allows the inline lines of this one answer (CSP) */
  readonly nonce: string;
};
export type Rendered = { readonly status: number; readonly body: string };

/** JSON inside a script element: no tag can end it. */
const jsonIn = (value: unknown): Html => raw(JSON.stringify(value).replace(/</g, '\\u003c'));

const configScript = (config: PageConfig): Html =>
  html`<script type="application/json" id="${CONFIG_ID}">${jsonIn(config)}</script>`;

const roomForPanel = (nonce: string): Html => html`<script nonce="${nonce}">${raw(EARLY_INSET)}</script>`;

/** What a shop pastes: a stub that keeps calls until the SDK is there, and the SDK, which never blocks the page. */
const snippet = ({ config, nonce }: RenderOptions): Html => html`${configScript(config)}
${roomForPanel(nonce)}
<script nonce="${nonce}">window.causeway ||= function () { (causeway.q ||= []).push(arguments); };</script>
<script async src="/causeway.js" data-part="causeway"></script>`;

type Page = { readonly page: string; readonly main: Html };

const pageOf = (path: string, items: number): Page | null => {
  if (path === '/') return { page: 'landing', main: landingPage(CATALOGUE) };
  if (path === '/shop') return { page: 'browse', main: browsePage(CATALOGUE) };
  if (path === '/cart') return { page: 'cart', main: cartPage() };
  if (path === '/shipping')
    return { page: 'shipping', main: items > 0 ? shippingPage() : emptyPage('shipping') };
  if (path === '/payment') return { page: 'payment', main: items > 0 ? paymentPage() : emptyPage('payment') };
  if (path === '/done') return { page: 'done', main: donePage() };
  const product = productById(/^\/product\/([a-z-]+)$/.exec(path)?.[1] ?? '');
  return product === undefined ? null : { page: 'product', main: productPage(product) };
};

/** A page of the plain storefront, rendered on the server. */
export const renderPlain = (options: RenderOptions): Rendered => {
  const { items } = priceBasket(options.visitor);
  const found = pageOf(options.path, items);
  const { page, main } = found ?? { page: 'missing', main: missingPage() };
  const title = titleOf(options.path, CATALOGUE);
  const body = layout({ page, title, main, items, customer: options.customer, snippet: snippet(options) });
  return { status: found === null ? 404 : 200, body };
};

/** The one page of the React storefront. */
export const renderReact = ({ path, config, customer, nonce }: Omit<RenderOptions, 'visitor'>): Rendered => ({
  status: 200,
  body: html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleTag(titleOf(path, CATALOGUE))}</title><link rel="icon" href="/art/bowl.svg" type="image/svg+xml"><link rel="stylesheet" href="/shop.css">
${configScript({ ...config, products: CATALOGUE, customer })}${roomForPanel(nonce)}<script type="module" src="/react.js"></script></head><body><div id="root" class="root"></div></body></html>`
    .html,
});
