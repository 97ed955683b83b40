import type { Product } from '../../backend/catalogue.ts';
import { money } from '../shared/money.ts';
import { type Html, html } from './html.ts';

/** `level`: one below the heading of the list that it stands in. */
const item =
  (level: 'h2' | 'h3') =>
  (product: Product): Html =>
    html`<li class="item" data-shelf="${product.shelf}">
<a href="/product/${product.id}"><div class="tile"><img src="/art/${product.id}.svg" alt="${product.alt}" width="400" height="400"></div>
<${level}>${product.name}</${level}></a>
<p class="quiet">${product.line}</p><p class="price num">${money(product.cents)}</p></li>`;

const FAVOURITES = ['skillet', 'santoku', 'bowl', 'kettle'];

export const landingPage = (
  products: readonly Product[],
): Html => html`<section class="hero" aria-labelledby="hello">
<div><h1 id="hello">Tools that outlive the recipe</h1>
<p>Pans, knives and pantry goods from small workshops, mended for as long as you cook.</p>
<a class="btn" href="/shop">See the shelves</a></div>
<img src="/art/dutch-oven.svg" alt="" width="400" height="400"></section>
<section aria-labelledby="favourites"><div class="shelfhead"><h2 id="favourites">What people come back for</h2><a href="/shop">Everything</a></div>
<ul class="shelf">${products.filter(({ id }) => FAVOURITES.includes(id)).map(item('h3'))}</ul></section>`;

export const browsePage = (products: readonly Product[]): Html => {
  const shelves = ['All', ...new Set(products.map(({ shelf }) => shelf))];
  const chip = (name: string, k: number) =>
    html`<button class="chip" type="button" data-chip="${name}" aria-pressed="${String(k === 0)}">${name}</button>`;
  return html`<div class="shelfhead"><h1>The shelves</h1>
<div class="chips" role="group" aria-label="Show">${shelves.map(chip)}</div></div>
<p class="sr" role="status" data-part="shown"></p>
<ul class="shelf">${products.map(item('h2'))}</ul>`;
};

export const productPage = (
  product: Product,
): Html => html`<p class="crumb"><a href="/shop">Shop</a> / ${product.shelf}</p>
<article class="product" data-product="${product.id}">
<div class="tile"><img src="/art/${product.id}.svg" alt="${product.alt}" width="400" height="400"></div>
<div class="about"><div><h1>${product.name}</h1><p class="quiet">${product.line}</p></div>
<p class="price num">${money(product.cents)}</p><p>${product.story}</p>
<div class="buy"><button class="btn" type="button" data-part="add">Add to basket</button>
<a class="btn plain" href="/cart">Go to basket</a></div>
<p role="status" class="quiet" data-part="added"></p>
<ul class="facts">${product.details.map((line) => html`<li>${line}</li>`)}</ul></div></article>`;

export const missingPage = (): Html => html`<div class="empty"><h1>There is nothing on this shelf</h1>
<p class="quiet">The page you asked for is not here.</p><a class="btn" href="/shop">See the shelves</a></div>`;
