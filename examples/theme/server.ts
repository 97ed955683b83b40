import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, type Recipe } from '../house/recipe.ts';
import { type Basket, CENTS, cartDrawer, partOf } from './sections.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The theme's layout: the snippet in its head, and the drawer on every page. */
const layout = (snippet: string, part: string, basket: Basket, asks: boolean): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Shop</title>${snippet}<script defer src="/theme.js"></script></head>
<body>${part}
<dialog id="cart-drawer"><div data-section="cart-drawer">${cartDrawer(basket)}</div></dialog>
${asks ? '<p id="consent">May we measure? <button value="yes">Yes</button> <button value="no">No</button></p>' : ''}
</body></html>`;

/** A shop of server pages: sections as HTML, a basket over AJAX, a checkout in steps. */
export const theme: Recipe = async ({ edge, keys }) => {
  const snippet = read('causeway.liquid')
    .replace('{{ settings.causeway_edge }}', edge)
    .replace('{{ settings.causeway_keys }}', JSON.stringify(keys));
  const baskets = new Map<string, Basket>();
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const cookie = request.headers.get('cookie') ?? '';
    const visitor = /cart=([a-f0-9-]{36})/.exec(cookie)?.[1] ?? randomUUID();
    const basket = baskets.get(visitor) ?? { pans: 0 };
    if (pathname === '/theme.js')
      return new Response(read('theme.js'), { headers: { 'content-type': 'text/javascript' } });
    // A step that was filled in leads to the next one, so that a reload sends nothing again.
    if (request.method === 'POST' && pathname.startsWith('/checkouts/'))
      return new Response(null, { status: 303, headers: { location: pathname } });
    if (request.method === 'POST') {
      const { quantity } = Object.fromEntries(new URLSearchParams(await request.text()));
      const adds = pathname === '/cart/add.js';
      const pans = Math.max(0, Number(quantity) + (adds ? basket.pans : 0));
      baskets.set(visitor, { pans });
      return Response.json({ item_count: pans, total_price: pans * CENTS });
    }
    if (searchParams.has('sections')) return Response.json({ 'cart-drawer': cartDrawer(basket) });
    const part = partOf(pathname);
    if (part === null) return null;
    return html(layout(snippet, part, basket, !/consent=/.test(cookie)), {
      'set-cookie': `cart=${visitor}; Path=/; SameSite=Lax`,
    });
  };
};
