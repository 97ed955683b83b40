import { bundle } from '../house/bundle.ts';
import { html, type Recipe } from '../house/recipe.ts';

/** One page and one script: everything else happens in it. */
export const react: Recipe = async ({ edge, keys }) => {
  const script = await bundle(new URL('checkout.tsx', import.meta.url));
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Where to?</title></head><body><div id="root"></div>
<script type="application/json" id="options">${JSON.stringify({ edge, keys })}</script>
<script type="module" src="/checkout.js"></script></body></html>`;
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/') return html(page);
    return pathname === '/checkout.js'
      ? new Response(script, { headers: { 'content-type': 'text/javascript; charset=utf-8' } })
      : null;
  };
};
