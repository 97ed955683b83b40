import { priceBasket } from '../backend/basket.ts';
import { CATALOGUE, productById } from '../backend/catalogue.ts';
import type { Visitor } from '../backend/visitor.ts';
import { cartPage, donePage, paymentPage, shippingPage } from '../pages/plain/checkout-pages.ts';
import { type Html, html, raw } from '../pages/plain/html.ts';
import { layout } from '../pages/plain/layout.ts';
import { browsePage, landingPage, missingPage, productPage } from '../pages/plain/shelf-pages.ts';
import { CONFIG_ID, type PageConfig } from '../pages/shared/page-config.ts';

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

/** What a shop pastes: a stub that keeps calls until the SDK is there, and the SDK, which never blocks the page. */
const snippet = ({ config, nonce }: RenderOptions): Html => html`${configScript(config)}
<script nonce="${nonce}">window.causeway ||= function () { (causeway.q ||= []).push(arguments); };</script>
<script async src="/causeway.js" data-part="causeway"></script>`;

type Page = { readonly page: string; readonly title: string; readonly main: Html };

const pageOf = (path: string): Page | null => {
  if (path === '/')
    return { page: 'landing', title: 'Tools that outlive the recipe', main: landingPage(CATALOGUE) };
  if (path === '/shop') return { page: 'browse', title: 'The shelves', main: browsePage(CATALOGUE) };
  if (path === '/cart') return { page: 'cart', title: 'Your basket', main: cartPage() };
  if (path === '/shipping') return { page: 'shipping', title: 'Shipping', main: shippingPage() };
  if (path === '/payment') return { page: 'payment', title: 'Payment', main: paymentPage() };
  if (path === '/done') return { page: 'done', title: 'Thank you', main: donePage() };
  const product = productById(/^\/product\/([a-z-]+)$/.exec(path)?.[1] ?? '');
  return product === undefined ? null : { page: 'product', title: product.name, main: productPage(product) };
};

/** A page of the plain storefront, rendered on the server. */
export const renderPlain = (options: RenderOptions): Rendered => {
  const found = pageOf(options.path);
  const { items } = priceBasket(options.visitor);
  const { page, title, main } = found ?? { page: 'missing', title: 'Not here', main: missingPage() };
  const body = layout({ page, title, main, items, customer: options.customer, snippet: snippet(options) });
  return { status: found === null ? 404 : 200, body };
};

/** The one page of the React storefront. */
export const renderReact = ({ config }: Pick<RenderOptions, 'config'>): Rendered => ({
  status: 200,
  body: html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fennel &amp; Forge</title><link rel="icon" href="/art/bowl.svg" type="image/svg+xml"><link rel="stylesheet" href="/shop.css">
${configScript(config)}<script type="module" src="/react.js"></script></head><body><div id="root" class="root"></div></body></html>`
    .html,
});
