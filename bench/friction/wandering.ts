import { scene } from './scenario.ts';

const LONG = '<div style="height:6000px;background:linear-gradient(#fff,#ccd)">shop</div>';
const go = (path: string) =>
  `history.pushState({},'','${path}');document.querySelector('h1').textContent='${path}'`;

/** Waiting, searching, going back and forth. */
export const wandering = [
  scene(
    'long look before the first letter',
    `<form><input id=p></form>`,
    async (d) => {
      await d.click('#p');
      await d.wait(5000);
      await d.type('abc');
    },
    { expect: ['hesitation-first-input'] },
  ),
  scene('typing begins at once', `<form><input id=p></form>`, async (d) => {
    await d.click('#p');
    await d.wait(700);
    await d.type('abc def');
  }),
  scene('focus that the page itself set', `<form><input id=p autofocus></form>`, async (d) => {
    await d.wait(5000);
    await d.type('abc');
  }),
  scene(
    'a long pause in the middle of a field',
    `<form><input id=p></form>`,
    async (d) => {
      await d.click('#p');
      await d.type('abc');
      await d.wait(5000);
      await d.type('def');
    },
    { expect: ['hesitation-pause'] },
  ),
  scene('pauses of an ordinary typist', `<form><textarea id=p></textarea></form>`, async (d) => {
    await d.click('#p');
    await d.type('one ');
    await d.wait(1200);
    await d.type('two ');
    await d.wait(900);
    await d.type('three');
  }),
  scene('another field in between is no pause', `<form><input id=p><input id=c></form>`, async (d) => {
    await d.click('#p');
    await d.type('abc');
    await d.click('#c');
    await d.type('abc', 700);
    await d.click('#p');
    await d.type('d');
  }),
  scene(
    'the pointer rests on “place order” and goes',
    `<form><button id=b>Place order</button></form>`,
    async (d) => {
      await d.hover('#b');
      await d.wait(3500);
      await d.page.mouse.move(600, 500, { steps: 5 });
      await d.wait(200);
    },
    { expect: ['hesitation-target'] },
  ),
  scene(
    'the same on a button outside any form',
    `<button id=buy class="btn btn-primary">Buy</button>`,
    async (d) => {
      await d.hover('#buy');
      await d.wait(3500);
      await d.page.mouse.move(600, 500, { steps: 5 });
      await d.wait(200);
    },
    { expect: ['hesitation-target'] },
  ),
  scene('the pointer passes over it', `<form><button id=b>Place order</button></form>`, async (d) => {
    await d.hover('#b');
    await d.wait(300);
    await d.page.mouse.move(600, 500, { steps: 5 });
  }),
  scene(
    'the pointer stays after the press, and the button is drawn anew',
    `<form id=f><span id=s><button id=b>Place order</button></span></form><script>f.onsubmit=(e)=>{e.preventDefault();s.innerHTML='<button id=b>Thanks</button>'}</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(3000);
      await d.page.mouse.move(600, 500, { steps: 5 });
    },
  ),
  scene(
    'down and up and down again',
    LONG,
    async (d) => {
      for (const dy of [1200, -1000, 1000, -1000]) await d.wheel(dy);
      await d.wait(800);
    },
    { expect: ['scroll-reversal'] },
  ),
  scene('reading down, with small corrections', LONG, async (d) => {
    for (const dy of [700, 700, -80, 700, -60, 700]) await d.wheel(dy);
    await d.wait(800);
  }),
  scene('down, and once back to the top', LONG, async (d) => {
    for (const dy of [1200, 1200, -2400]) await d.wheel(dy);
    await d.wait(800);
  }),
  scene(
    'infinite scroll',
    `<ul id=u></ul><script>const more=()=>{for(let k=0;k<20;k++){const l=document.createElement('li');l.style.height='120px';u.append(l)}};more();addEventListener('scroll',()=>{if(scrollY+innerHeight>document.body.scrollHeight-300)more()})</script>`,
    async (d) => {
      for (let k = 0; k < 5; k++) await d.wheel(900);
    },
  ),
  scene(
    'between shipping and payment and back, by the shop’s router',
    `<h1>cart</h1><script>onpopstate=()=>{document.querySelector('h1').textContent=location.pathname}</script>`,
    async (d) => {
      for (const path of [
        '/checkout/shipping',
        '/checkout/payment',
        '/checkout/shipping',
        '/checkout/payment',
      ]) {
        await d.page.evaluate(go(path));
        await d.wait(1200);
      }
    },
    { expect: ['back-and-forth'], path: '/cart' },
  ),
  scene(
    'straight on through the checkout',
    `<h1>cart</h1>`,
    async (d) => {
      for (const path of [
        '/checkout/shipping',
        '/checkout/payment',
        '/checkout/review',
        '/checkout/thank-you',
      ]) {
        await d.page.evaluate(go(path));
        await d.wait(1200);
      }
    },
    { path: '/cart' },
  ),
  scene(
    'from list to product and to the next product',
    `<h1>list</h1>`,
    async (d) => {
      for (const path of ['/products/a', '/collections/wool', '/products/b', '/collections/wool']) {
        await d.page.evaluate(go(path));
        await d.wait(900);
      }
    },
    { path: '/collections/wool' },
  ),
  scene(
    'stages that the shop names by call, back and forth',
    `<h1>checkout</h1>`,
    async (d) => {
      for (const stage of ['cart', 'shipping', 'cart', 'shipping', 'cart']) {
        await d.page.evaluate(`window.shopper?.stage('${stage}')`);
        await d.wait(700);
      }
    },
    { expect: ['back-and-forth'] },
  ),
  scene(
    'away for half a minute, then active again',
    `<p>Shop</p>`,
    async (d) => {
      await d.page.mouse.move(50, 50);
      await d.wait(32_000);
      await d.page.mouse.move(90, 90, { steps: 3 });
      await d.wait(300);
    },
    { expect: ['return-after-idle'] },
  ),
  scene('reading for some seconds', `<p>Shop</p>`, async (d) => {
    await d.page.mouse.move(50, 50);
    await d.wait(8000);
    await d.page.mouse.move(90, 90, { steps: 3 });
    await d.wait(300);
  }),
  scene(
    'shipping costs appear, and the shopper stops to think',
    `<form><input id=z><div class="summary"><div>Goods</div><div class="shipping-cost" id=s hidden>4.90</div></div><button id=b type=button>Next</button><p id=o></p></form><script>z.onchange=()=>{s.hidden=false};b.onclick=()=>{o.textContent='ok'}</script>`,
    async (d) => {
      await d.click('#z');
      await d.type('12345');
      await d.key('Tab');
      await d.wait(6000);
      await d.click('#b');
    },
    { expect: ['cost-dwell'], path: '/checkout/shipping' },
  ),
  scene(
    'shipping costs stand in the page as it comes, and the shopper stops to think',
    `${'<div class=card><b class=name>Wool</b></div>'.repeat(60)}<form style="position:fixed;top:0;background:#fff"><input id=z><div class="summary"><div class="shipping-cost" id=s>4.90</div></div><button id=b type=button>Next</button><p id=o></p></form><script>b.onclick=()=>{o.textContent='ok'}</script>`,
    async (d) => {
      await d.wait(6500);
      await d.click('#b');
    },
    { expect: ['cost-dwell'], path: '/checkout/shipping' },
  ),
  scene(
    'shipping costs appear, and the shopper goes on',
    `<form><input id=z><div class="summary"><div class="shipping-cost" id=s hidden>4.90</div></div><button id=b type=button>Next</button><p id=o></p></form><script>z.onchange=()=>{s.hidden=false};b.onclick=()=>{o.textContent='ok'}</script>`,
    async (d) => {
      await d.click('#z');
      await d.type('12345');
      await d.key('Tab');
      await d.wait(500);
      await d.click('#b');
      await d.wait(500);
      await d.click('#z');
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'costs marked by the shop',
    `<button id=t>Calculate</button><p id=c></p><button id=b>Next</button><script>t.onclick=()=>{c.innerHTML='<b data-causeway-role=cost>9.90</b>'};b.onclick=()=>{b.className='x'}</script>`,
    async (d) => {
      await d.click('#t');
      await d.wait(5500);
      await d.click('#b');
    },
    { expect: ['cost-dwell'], path: '/cart' },
  ),
];
