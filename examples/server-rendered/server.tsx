import { createHmac, randomUUID } from 'node:crypto';
import { BOOTSTRAP_ID, bootstrapText } from '@causeway/sdk/bootstrap';
import { renderToString } from 'react-dom/server';
import { bundle } from '../house/bundle.ts';
import { html, type Recipe } from '../house/recipe.ts';
import { askEdge } from './ask-edge.ts';
import { Checkout } from './checkout.tsx';

const SECRET = 'the shop’s own, from its vault';

/** JSON that cannot end the script element which it stands in. */
const inline = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

/**
 * Every visitor has a cookie of the shop's; its keyed hash is the pseudonym, for the server's ask and for the page. A cookie costs
 * nothing, and whoever is vouched for may be given incentives: a shop that has some vouches for who is logged in alone.
 */
export const serverRendered: Recipe = async ({ edge, keys, origin, subjectToken }) => {
  const script = await bundle(new URL('client.tsx', import.meta.url));
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/client.js')
      return new Response(script, { headers: { 'content-type': 'text/javascript; charset=utf-8' } });
    if (pathname !== '/') return null;
    const visitor = /shop=([a-f0-9-]{36})/.exec(request.headers.get('cookie') ?? '')?.[1] ?? randomUUID();
    const person = createHmac('sha256', SECRET).update(visitor).digest('hex');
    const token = await subjectToken(person);
    const bootstrap = await askEdge({ edge, keys, origin, subjectToken: token, session: randomUUID() });
    const options = {
      edge,
      keys,
      subjectToken: token,
      consent: 'granted',
      stages: { payment: '/' },
    } as const;
    const page = renderToString(<Checkout options={options} bootstrap={bootstrap} />);
    return html(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pay</title></head><body>
<div id="root">${page}</div>
<script type="application/json" id="options">${inline(options)}</script>
<script type="application/json" id="${BOOTSTRAP_ID}">${bootstrapText(bootstrap)}</script>
<script type="module" src="/client.js"></script></body></html>`,
      { 'set-cookie': `shop=${visitor}; Path=/; HttpOnly; SameSite=Lax` },
    );
  };
};
