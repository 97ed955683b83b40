import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scriptOf, TOOLS, type Tool } from './tools.ts';

/** A checkout of ordinary size: two hundred products, a form of ten fields, a summary that changes. */
const documentOf = (tool: Tool): string => `<!doctype html><meta charset="utf-8"><title>Shop</title>
<style>li{display:inline-block;width:180px;height:90px}</style>
<script src="/tool.js?tool=${encodeURIComponent(tool)}"></script>
<h1>Checkout</h1><button id="add" type="button">Add</button><output id="count">0</output>
<form id="form">${Array.from({ length: 10 }, (_, k) => `<label>Field ${k}<input id="f${k}" name="f${k}" required></label>`).join('')}<button>Pay</button></form>
<ul>${Array.from({ length: 200 }, (_, k) => `<li><a href="#p${k}">Product ${k}</a><button type="button">Buy</button></li>`).join('')}</ul>
<script>
  window.long = []; window.events = [];
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) long.push(duration); }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => { for (const { name, duration, processingStart, processingEnd } of list.getEntries())
    if (name === 'click') events.push({ duration, work: processingEnd - processingStart }); }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  let n = 0;
  add.onclick = () => { count.textContent = ++n; };
  form.onsubmit = (event) => event.preventDefault();
</script>`;

/** Serves the storefront with each tool; answers every other request with nothing. */
export const serveStorefront = async (): Promise<{ url(tool: Tool): string; stop(): void }> => {
  const scripts = new Map<string, string>();
  for (const tool of TOOLS) scripts.set(tool, await scriptOf(tool));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    const tool = searchParams.get('tool') ?? 'none';
    request.resume();
    if (pathname === '/shop') response.setHeader('content-type', 'text/html').end(documentOf(tool as Tool));
    else if (pathname === '/tool.js')
      response.setHeader('content-type', 'text/javascript').end(scripts.get(tool) ?? '');
    else response.writeHead(pathname.startsWith('/edge') ? 503 : 200).end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (tool) => `${root}/shop?tool=${encodeURIComponent(tool)}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
