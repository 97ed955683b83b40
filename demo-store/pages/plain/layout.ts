import { DISCLAIMER, NOTICE, PROMISES, titleTag } from '../shared/shop-words.ts';
import { type Html, html, raw } from './html.ts';

export type PageOptions = {
  readonly title: string | null;
  /** names the part of the page's script that is to run */
  readonly page: string;
  readonly main: Html;
  readonly items: number;
  readonly customer: string | null;
  /** the lines that a shop pastes to load the SDK */
  readonly snippet: Html;
};

export const LOGO = raw(
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true"><path d="M12 21v-9M12 12C9 10 8 7 8.5 3M12 12c3-2 4-5 3.5-9M12 12c0-3 0-6 0-9"/><path d="M7.5 21c-2.5-2.5-2-6.5 1-8.5h7c3 2 3.5 6 1 8.5z"/></svg>',
);

/** One page of the plain storefront, whole. */
export const layout = ({ title, page, main, items, customer, snippet }: PageOptions): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleTag(title)}</title>
<meta name="description" content="Kitchen tools that last: pans, knives, boards and pantry goods.">
<link rel="icon" href="/art/bowl.svg" type="image/svg+xml">
<link rel="stylesheet" href="/shop.css">
${snippet}
<script type="module" src="/plain.js"></script>
</head>
<body data-page="${page}">
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><p class="notice">${NOTICE}</p><div class="wrap">
<a class="brand" href="/">${LOGO}<span>Fennel &amp; Forge</span></a>
<nav aria-label="Shop">
<a href="/shop">Shop</a>
<span class="quiet" data-part="customer">${customer ?? 'Guest'}</span>
<a href="/cart">Basket <span class="count num" data-part="count" aria-hidden="true">${items}</span><span class="sr">, ${items} items</span></a>
</nav>
</div></header>
<main id="main" class="wrap" tabindex="-1">${main}</main>
<footer class="foot"><dl class="wrap promises">${PROMISES.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>
<div class="wrap last"><span>${DISCLAIMER}</span><a href="/react/">The same shop in React</a></div></footer>
</body>
</html>`.html;
