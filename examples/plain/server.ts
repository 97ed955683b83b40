import { readFileSync } from 'node:fs';
import { html, type Recipe } from '../house/recipe.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const PAGES: Readonly<Record<string, string>> = {
  '/': 'cart.html',
  '/cart': 'cart.html',
  '/shipping': 'shipping.html',
  '/done': 'done.html',
};

/** Static pages. The one thing filled in is where this machine's edge is. */
export const plain: Recipe = async ({ edge, keys }) => {
  const shop = read('shop.js').replace('%EDGE%', edge).replace("'%KEYS%'", JSON.stringify(keys));
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/shop.js')
      return new Response(shop, { headers: { 'content-type': 'text/javascript; charset=utf-8' } });
    const page = PAGES[pathname];
    return page === undefined ? null : html(read(page));
  };
};
