import { scene } from './scenario.ts';

const LONG = '<div style="height:5000px;background:linear-gradient(#fff,#cdd)">list</div>';

export const strangerVisits = [
  scene(
    'CVC: goes there by its label, looks for the card, types; pauses within the number',
    `<form><label id=l for=n>Card</label><input id=n autocomplete=cc-number><label id=l2 for=v>CVC</label><input id=v autocomplete=cc-csc></form><script>n.oninput=()=>{n.value=n.value.replace(/\\D/g,'').replace(/(.{4})(?=.)/g,'$1 ')}</script>`,
    async (d) => {
      await d.click('#l');
      await d.type('42424242');
      await d.wait(3500);
      await d.type('42424242');
      await d.click('#l2');
      await d.wait(3500);
      await d.type('123');
    },
    { expect: ['hesitation-first-input', 'hesitation-pause'], path: '/checkout/payment' },
  ),
  scene(
    'pause in a React textarea (value rewritten), first input late by Tab',
    `<form><input id=a><textarea id=g></textarea></form><script>g.oninput=()=>{const v=g.value;g.value=v}</script>`,
    async (d) => {
      await d.click('#a');
      await d.type('ann');
      await d.key('Tab');
      await d.wait(3200);
      await d.type('Dear');
      await d.wait(3200);
      await d.type(' Ann');
    },
    { expect: ['hesitation-first-input', 'hesitation-pause'] },
  ),
  scene(
    'pointer rests on the sticky add-to-cart in a shadow root and goes',
    `<sticky-bar id=h></sticky-bar><script>customElements.define('sticky-bar',class extends HTMLElement{constructor(){super();this.attachShadow({mode:'open'}).innerHTML='<div style="position:fixed;bottom:0"><button type=button class="add-to-cart">Add to cart</button></div>'}})</script>`,
    async (d) => {
      await d.wait(400);
      await d.hover('#h button');
      await d.wait(2600);
      await d.page.mouse.move(600, 200, { steps: 5 });
      await d.wait(300);
    },
    { expect: ['hesitation-target'], path: '/product/wool' },
  ),
  scene(
    'pointer rests on “Proceed to checkout” for seven seconds',
    `<div class="wc-proceed-to-checkout"><a id=b href="/page" class="checkout-button button alt wc-forward" style="display:inline-block;padding:20px">Proceed to checkout</a></div>`,
    async (d) => {
      await d.hover('#b');
      await d.wait(7200);
    },
    { expect: ['hesitation-target'], path: '/cart' },
  ),
  scene(
    'app shell: the page scrolls inside main, up and down twice',
    `<style>html,body{height:100%;overflow:hidden;margin:0}main{height:100%;overflow:auto}</style><main id=m>${LONG}</main>`,
    async (d) => {
      await d.hover('#m');
      for (const dy of [1200, -900, 900, -900]) await d.wheel(dy);
      await d.wait(900);
    },
    { expect: ['scroll-reversal'], path: '/collections/wool' },
  ),
  scene(
    'looking for the size table: keys Page Down and Page Up',
    LONG,
    async (d) => {
      await d.key('PageDown', 2, 350);
      await d.key('PageUp', 2, 350);
      await d.key('PageDown', 2, 350);
      await d.key('PageUp', 2, 350);
      await d.wait(900);
    },
    { expect: ['scroll-reversal'], path: '/product/wool' },
  ),
  scene(
    'cart, checkout, cart again by links of a router',
    `<nav><a id=c href="/cart">Cart</a> <a id=k href="/checkout">Checkout</a></nav><h1>shop</h1><script>document.addEventListener('click',(e)=>{const l=e.target.closest('a');if(l){e.preventDefault();history.pushState({},'',l.pathname);document.querySelector('h1').textContent=l.pathname}})</script>`,
    async (d) => {
      for (const id of ['#c', '#k', '#c', '#k']) {
        await d.click(id);
        await d.wait(1100);
      }
    },
    { expect: ['back-and-forth'] },
  ),
  scene(
    'away, then on by scrolling',
    LONG,
    async (d) => {
      await d.wheel(500);
      await d.wait(21_500);
      await d.wheel(500);
    },
    { expect: ['return-after-idle'] },
  ),
  scene(
    'away on a phone, then a tap',
    `<button id=b style="width:120px;height:60px">Like</button><i id=n>0</i><script>b.onclick=()=>{n.textContent++}</script>`,
    async (d) => {
      await d.page.touchscreen.tap(50, 40);
      await d.wait(21_500);
      await d.page.touchscreen.tap(50, 40);
    },
    { expect: ['return-after-idle'], touch: true },
  ),
  scene(
    'Shopify: total-line--shipping comes after the address, and is looked at',
    `<form><input id=a></form><table class=total-line-table><tbody id=tb><tr class="total-line total-line--subtotal"><th>Subtotal</th><td>10</td></tr></tbody></table><script>a.onchange=()=>{tb.insertAdjacentHTML('beforeend','<tr class="total-line total-line--shipping"><th>Shipping</th><td>14.90</td></tr>')}</script>`,
    async (d) => {
      await d.click('#a');
      await d.type('Main 1');
      await d.key('Tab');
      await d.wait(6500);
    },
    { expect: ['cost-dwell'], path: '/checkout/shipping' },
  ),
  scene(
    'WooCommerce: the review table is drawn anew with tax, looked at for 4 s, then pay',
    `<div id=r></div><button id=b type=button>Place order</button><p id=o></p><script>const d=(x)=>{r.innerHTML='<table class=shop_table><tr class=cart-subtotal><th>Sub</th><td>1</td></tr>'+x+'<tr class=order-total><th>Total</th><td>2</td></tr></table>'};d('');setTimeout(()=>d('<tr class="tax-rate tax-rate-us-1"><th>Tax</th><td>2</td></tr>'),1500);b.onclick=()=>{o.textContent='ok'}</script>`,
    async (d) => {
      await d.wait(6000);
      await d.click('#b');
    },
    { expect: ['cost-dwell'], path: '/checkout' },
  ),
  scene(
    'PrestaShop: line with id cart-subtotal-shipping comes and is looked at',
    `<button id=b type=button>Estimate</button><div class=cart-detailed-totals id=t><div class=cart-summary-line id=cart-subtotal-products>10</div></div><script>b.onclick=()=>{t.insertAdjacentHTML('beforeend','<div class=cart-summary-line id=cart-subtotal-shipping><span class=label>Shipping</span><span class=value>7</span></div>')}</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(6500);
    },
    { expect: ['cost-dwell'], path: '/cart' },
  ),
];
