import { scene } from './scenario.ts';

const BUSY = `const busy=(ms)=>{const t=performance.now();while(performance.now()-t<ms);}`;

/** Slow answers, slow requests, slow pages, and what fails. */
export const slowPages = [
  scene(
    'an answer after a second and a half',
    `<button id=b>Check stock</button><p id=o></p><script>b.onclick=()=>setTimeout(()=>{o.textContent='3 left'},1500)</script>`,
    (d) => d.click('#b'),
    { expect: ['slow-answer'] },
  ),
  scene(
    'an answer after two and a half seconds, by the shop’s API',
    `<button id=b>Check stock</button><p id=o></p><script>b.onclick=async()=>{await fetch('/api/200/2500');o.textContent='3 left'}</script>`,
    (d) => d.click('#b'),
    { expect: ['slow-answer', 'slow-request'] },
  ),
  scene(
    'an answer after three seconds',
    `<button id=b>Check stock</button><p id=o></p><script>b.onclick=()=>setTimeout(()=>{o.textContent='3 left'},3000)</script>`,
    (d) => d.click('#b'),
    { expect: ['slow-answer'] },
  ),
  scene(
    'an answer after half a second is no wait',
    `<button id=b>Check stock</button><p id=o></p><script>b.onclick=()=>setTimeout(()=>{o.textContent='3 left'},500)</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'a spinner at once, the result later',
    `<button id=b>Find</button><p id=o></p><script>b.onclick=async()=>{o.innerHTML='<i class=spin>..</i>';await fetch('/api/200/2400');o.textContent='found'}</script>`,
    (d) => d.click('#b'),
    { expect: ['slow-request'] },
  ),
  scene(
    'a slow answer among tickers',
    `<button id=b>Check</button><p id=o></p><b id=t>0</b><script>setInterval(()=>{t.textContent++},700);b.onclick=()=>setTimeout(()=>{o.textContent='ok'},1800)</script>`,
    async (d) => {
      await d.wait(2300);
      await d.click('#b');
    },
    { expect: ['slow-answer'] },
  ),
  scene(
    'skeleton at once, rows later',
    `<button id=b>Reviews</button><div id=o></div><script>b.onclick=()=>{o.className='skeleton';setTimeout(()=>{o.className='';o.textContent='rows'},1800)}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'a slow request in the background that nobody asked for',
    `<p>News</p><script>setTimeout(()=>fetch('/api/200/2600'),1500)</script>`,
    (d) => d.wait(3800),
  ),
  scene(
    'search as one types, answered slowly',
    `<input id=q><ul id=o></ul><script>q.oninput=async()=>{await fetch('/api/200/1900');o.innerHTML='<li>wool'}</script>`,
    async (d) => {
      await d.click('#q');
      await d.type('wo');
    },
    { expect: ['slow-request'] },
  ),
  scene(
    'a press whose handler keeps the page busy',
    `<button id=b>Sort</button><p id=o></p><script>${BUSY};b.onclick=()=>{busy(700);o.textContent='done'}</script>`,
    (d) => d.click('#b'),
    {
      expect: ['slow-interaction', 'long-frame'],
    },
  ),
  scene(
    'keys that are answered slowly',
    `<input id=q><script>${BUSY};q.oninput=()=>busy(400)</script>`,
    async (d) => {
      await d.click('#q');
      await d.type('abc', 500);
    },
    { expect: ['slow-interaction', 'long-frame'] },
  ),
  scene(
    'a script that keeps the page busy by itself',
    `<p>Shop</p><script>${BUSY};setTimeout(()=>busy(600),1200)</script>`,
    (d) => d.wait(2500),
    {
      expect: ['long-frame'],
    },
  ),
  scene(
    'work in small pieces',
    `<p id=o>Shop</p><script>${BUSY};let k=0;const t=setInterval(()=>{busy(20);o.textContent=++k;if(k>30)clearInterval(t)},60)</script>`,
    (d) => d.wait(2500),
  ),
  scene(
    'the main picture comes after five seconds',
    `<h1 style="font-size:12px">Shop</h1><img src="/picture?wait=5000" width=600 height=400>`,
    (d) => d.wait(6000),
    { expect: ['slow-load'] },
  ),
  scene(
    'the main picture comes at once, small ones when scrolled to',
    `<img src="/picture?wait=50" width=600 height=400><div style="height:2500px"></div><img loading=lazy src="/picture?wait=100" width=200 height=100>`,
    async (d) => {
      await d.wait(500);
      await d.wheel(1500);
      await d.wheel(1500);
    },
  ),
  scene(
    'a banner pushes the page down late',
    `<div id=m></div>${'<p style="height:60px;background:#eee">row</p>'.repeat(14)}<script>setTimeout(()=>{const e=document.createElement('div');e.style.cssText='height:320px;background:gold';m.append(e)},1500)</script>`,
    (d) => d.wait(3000),
    { expect: ['layout-shift'] },
  ),
  scene(
    'a panel that a press opens pushes the page down, as asked',
    `<button id=b>Filter</button><div id=m></div>${'<p style="height:60px;background:#eee">row</p>'.repeat(14)}<script>b.onclick=()=>{m.style.height='320px'}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'a cookie banner over the page',
    `${'<p style="height:60px;background:#eee">row</p>'.repeat(14)}<script>setTimeout(()=>{const e=document.createElement('div');e.style.cssText='position:fixed;bottom:0;left:0;right:0;height:120px;background:#ccc';e.innerHTML='<button id=ok>OK</button>';document.body.append(e);ok.onclick=()=>e.remove()},600)</script>`,
    async (d) => {
      await d.wait(900);
      await d.click('#ok');
    },
  ),
];

export const failingPages = [
  scene(
    'a press whose handler fails',
    `<button id=b>Apply</button><script>b.onclick=()=>{throw new Error('x')}</script>`,
    (d) => d.click('#b'),
    {
      expect: ['error-click'],
      allow: ['script-error', 'dead-click'],
    },
  ),
  scene(
    'a press whose request fails unhandled',
    `<button id=b>Apply</button><script>b.onclick=async()=>{const r=await fetch('/api/500/700');if(!r.ok)throw new Error('x')}</script>`,
    (d) => d.click('#b'),
    { expect: ['error-click'], allow: ['script-error', 'dead-click'] },
  ),
  scene(
    'an error by itself',
    `<p>Shop</p><script>setTimeout(()=>{throw new Error('x')},1200)</script>`,
    (d) => d.wait(2000),
    {
      expect: ['script-error'],
    },
  ),
  scene(
    'a rejection by itself',
    `<p>Shop</p><script>setTimeout(()=>{Promise.reject(new Error('x'))},1200)</script>`,
    (d) => d.wait(2000),
    {
      expect: ['script-error'],
    },
  ),
  scene(
    'an error that comes again and again has nothing to do with a press',
    `<button id=b>Like</button><i id=n>0</i><script>setInterval(()=>{throw new Error('x')},700);b.onclick=()=>{n.textContent++}</script>`,
    async (d) => {
      await d.wait(2500);
      await d.click('#b');
    },
    { expect: ['script-error'] },
  ),
  scene(
    'a picture that is missing, and an error that is caught',
    `<img src="/nothing.png"><button id=b>Like</button><i id=n>0</i><script>b.onclick=()=>{try{null.x}catch{n.textContent++}console.error('x')}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'the harmless word of a ResizeObserver',
    `<button id=b>Like</button><i id=n>0</i><script>b.onclick=()=>{n.textContent++;dispatchEvent(new ErrorEvent('error',{message:'ResizeObserver loop completed with undelivered notifications.'}))}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'payment is refused by the server',
    `<form id=f><input id=c autocomplete=cc-number name=card><button id=b>Pay</button><p id=o></p></form><script>f.onsubmit=async(e)=>{e.preventDefault();o.textContent='...';const r=await fetch('/api/402/300',{method:'POST'});o.textContent=r.ok?'thanks':'refused'}</script>`,
    async (d) => {
      await d.click('#c');
      await d.type('42424242', 20);
      await d.click('#b');
    },
    { expect: ['payment-failed'], allow: ['submit-blocked'], path: '/checkout/payment' },
  ),
  scene(
    'payment fails on the server',
    `<button id=b type=button>Pay</button><p id=o></p><script>b.onclick=async()=>{o.textContent='...';const r=await fetch('/api/503/300',{method:'POST'});o.textContent=r.ok?'thanks':'try again'}</script>`,
    (d) => d.click('#b'),
    { expect: ['payment-failed'], allow: ['submit-blocked'], path: '/checkout/payment' },
  ),
  scene(
    'payment that the shop itself declares failed',
    `<button id=b>Pay</button><p id=o></p><script>b.onclick=()=>{o.textContent='refused';window.shopper?.friction('payment-failed')}</script>`,
    (d) => d.click('#b'),
    {
      expect: ['payment-failed'],
    },
  ),
  scene(
    'payment goes through while a poll in the background fails',
    `<button id=b type=button>Pay</button><p id=o></p><script>setInterval(()=>fetch('/api/404/10'),600);b.onclick=async()=>{o.textContent='...';await fetch('/api/200/300',{method:'POST'});o.textContent='thanks'}</script>`,
    async (d) => {
      await d.wait(1500);
      await d.click('#b');
    },
    { path: '/checkout/payment' },
  ),
  scene(
    'a request fails on a page that has nothing to do with paying',
    `<button id=b type=button>More</button><p id=o></p><script>b.onclick=async()=>{const r=await fetch('/api/503/200');o.textContent=r.ok?'rows':'try later'}</script>`,
    (d) => d.click('#b'),
    { path: '/products' },
  ),
];
