// Longer than files here are: labelled pages, one after the other.
import { scene } from './scenario.ts';

const GREY = 'height:70px;background:#eee;margin:4px';
const ROWS = `<p style="${GREY}">row</p>`.repeat(30);

/** Presses that nothing answers, beside what shops really have on their pages. */
export const secondStrangerPresses = [
  scene(
    'autoplay hero of 4 s (display none/block slides), dead “Shop now” button pressed 1.2 s after load',
    `<style>.sl{display:none;height:160px;background:#ace}.sl.on{display:block}</style><section class=hero>${[0, 1, 2].map((k) => `<div class="sl${k ? '' : ' on'}"><h2>Slide ${k}</h2></div>`).join('')}</section><section><button id=b class="btn">Shop now</button></section><script>let k=0;const s=document.querySelectorAll('.sl');setInterval(()=>{s[k].classList.remove('on');k=(k+1)%3;s[k].classList.add('on')},4000)</script>`,
    async (d) => {
      await d.wait(1200);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    '“12 people are viewing” by polling every 5 s, dead button pressed after the first poll',
    `<p>Now <span id=v>12</span> people are viewing</p><button id=b>Notify me</button><script>setInterval(async()=>{await fetch('/api/200/60/viewers');v.textContent=10+Math.round(Math.random()*20)},5000)</script>`,
    async (d) => {
      await d.wait(7300);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'dead next-arrow inside a carousel whose slides (siblings) are shown in turn by display',
    `<style>.slide{display:none;height:150px;background:#fc9}.slide.active{display:block}</style><div class=carousel>${[0, 1, 2].map((k) => `<div class="slide${k ? '' : ' active'}">${k}</div>`).join('')}<button id=b class=next type=button>›</button></div><script>let k=0;const s=document.querySelectorAll('.slide');setInterval(()=>{s[k].classList.remove('active');k=(k+1)%3;s[k].classList.add('active')},2000)</script>`,
    async (d) => {
      await d.wait(6600);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button; announcement bar turns messages with hidden, as siblings, every 1.5 s',
    `<div class=bar><span>Free returns</span><span hidden>Sale ends soon</span><button id=b type=button>Details</button></div><script>const m=document.querySelectorAll('.bar span');let k=0;setInterval(()=>{m[k].hidden=true;k=1-k;m[k].hidden=false},1500)</script>`,
    async (d) => {
      await d.wait(5300);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'MUI button with a touch ripple of two nested spans, no handler',
    `<style>.MuiButton-root{position:relative;padding:12px 24px;border:0;background:#1976d2;color:#fff;cursor:pointer}.MuiTouchRipple-root{position:absolute;inset:0;overflow:hidden;pointer-events:none}.MuiTouchRipple-child{display:block;width:100%;height:100%;background:#fff5}</style><button id=b class="MuiButtonBase-root MuiButton-root MuiButton-contained" type=button>Apply<span class="MuiTouchRipple-root" id=r></span></button><script>b.onmousedown=()=>{const s=document.createElement('span');s.className='MuiTouchRipple-ripple MuiTouchRipple-rippleVisible';s.innerHTML='<span class="MuiTouchRipple-child"></span>';r.append(s);addEventListener('mouseup',()=>{s.firstChild.classList.add('MuiTouchRipple-childLeaving');setTimeout(()=>s.remove(),550)},{once:true})}</script>`,
    async (d) => {
      await d.wait(600);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'body loses its user-is-tabbing class at the mousedown, dead button',
    `<button id=b type=button>Compare</button><script>document.body.classList.add('user-is-tabbing');addEventListener('mousedown',()=>{document.body.classList.remove('user-is-tabbing');document.body.classList.add('using-mouse')})</script>`,
    async (d) => {
      await d.wait(600);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'click tracker posts every click by fetch keepalive, dead button',
    `<button id=b type=button>Compare</button><script>document.addEventListener('click',(e)=>{fetch('/api/200/30/collect',{method:'POST',keepalive:true,body:JSON.stringify({t:e.target.tagName})})},true)</script>`,
    async (d) => {
      await d.wait(600);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'Dawn card: picture zooms on hover (transition), the quick-view button on it is dead',
    `<style>.card{width:240px}.card .media{display:block;overflow:hidden}.card .media img{transition:transform .5s}.card:hover .media img{transform:scale(1.1)}</style><div class=card><div class=media><img src="/picture?c=1" width=240 height=160></div><button id=b type=button class="quick-add__submit button">Quick view</button></div>`,
    async (d) => {
      await d.wait(600);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/collections/wool' },
  ),
  scene(
    'dead button at the top; a second later the shopper scrolls and the header turns sticky',
    `<style>header{position:sticky;top:0;background:#fff}header.scrolled{box-shadow:0 2px 4px #0005}</style><header id=h><button id=b type=button>Store finder</button></header>${ROWS}<script>addEventListener('scroll',()=>h.classList.toggle('scrolled',scrollY>80))</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
      await d.wait(900);
      await d.wheel(600);
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button; a second later the shopper goes into a MUI field whose label floats',
    `<form onsubmit="return false"><div class="MuiFormControl-root" id=w><label class="MuiInputLabel-root" id=l>Email</label><input id=m class="MuiInputBase-input"></div><button id=b type=button>Use saved address</button></form><script>m.onfocus=()=>{l.classList.add('Mui-focused','MuiInputLabel-shrink')};m.onblur=()=>{l.classList.remove('Mui-focused')}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
      await d.wait(1300);
      await d.click('#m');
      await d.type('ann@b.test');
    },
    { expect: ['dead-click'], path: '/checkout/shipping' },
  ),
  scene(
    'dead button; then the pointer goes over the menu, which opens by mouseenter',
    `<nav id=n><a href="/page">Women</a><div id=p hidden>Coats</div></nav><div style="height:120px"></div><button id=b type=button>Gift wrap</button><script>n.onmouseenter=()=>{p.hidden=false};n.onmouseleave=()=>{p.hidden=true}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
      await d.wait(1400);
      await d.hover('#n a');
      await d.wait(300);
      await d.page.mouse.move(500, 400);
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'recommendations asked for at load come 1.4 s after a dead press',
    `<button id=b type=button>Size guide</button><section id=r></section><script>fetch('/api/200/2400/recommendations').then(()=>{r.innerHTML='<h2>You may also like</h2><ul><li>a<li>b</ul>'})</script>`,
    async (d) => {
      await d.wait(750);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'newsletter popup by timer at 6 s falls 1.5 s after a dead press',
    `<button id=b type=button>Size guide</button><script>setTimeout(()=>{document.body.insertAdjacentHTML('beforeend','<div role=dialog class=newsletter style="position:fixed;right:0;bottom:0;width:200px;height:100px;background:#ddd">10 % off</div>')},6000)</script>`,
    async (d) => {
      await d.wait(4200);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'irregular live feed of sales (random gaps) beside a dead button',
    `<ul id=u></ul><button id=b type=button>Wishlist</button><script>const g=[600,1700,900,2100,700,1500,800,1900];let k=0;const go=()=>{u.insertAdjacentHTML('afterbegin','<li>Anna bought wool</li>');if(u.children.length>3)u.lastChild.remove();setTimeout(go,g[k++%8])};setTimeout(go,500)</script>`,
    async (d) => {
      await d.wait(5600);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'chat by WebSocket-like irregular bubbles in a floating box, dead checkout link',
    `<a id=b href="#" onclick="return false">Checkout</a><div id=c style="position:fixed;right:0;bottom:0;width:200px"></div><script>const g=[900,1300,2400,800,1800,1200];let k=0;const go=()=>{const m=document.createElement('div');m.className='msg '+(k%2?'in':'typing');m.textContent='hello '+k;c.append(m);setTimeout(go,g[k++%6])};setTimeout(go,400)</script>`,
    async (d) => {
      await d.wait(4600);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/cart' },
  ),
  scene(
    'marquee moved by requestAnimationFrame beside a dead button',
    `<div style="overflow:hidden;width:300px"><div id=m style="white-space:nowrap">Free shipping over 50 — returns in 30 days</div></div><button id=b type=button>Details</button><script>let x=0;const go=()=>{x=(x+1)%300;m.style.transform='translateX(-'+x+'px)';requestAnimationFrame(go)};go()</script>`,
    async (d) => {
      await d.wait(2500);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'closed modal with its content left at opacity 0 over the page (no pointer-events none)',
    `<style>.modal{position:fixed;inset:0;opacity:0;transition:opacity .3s;background:#0008}.modal.open{opacity:1}</style><button id=b type=button class="btn">Add to cart</button><i id=n>0</i><div class=modal><div class="modal-body"><h2>Newsletter</h2><p>10 % off</p></div></div><script>b.onclick=()=>{n.textContent++}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'a link without href styled as a button (no cursor), nothing happens',
    `<style>.button{display:inline-block;background:#000;color:#fff;padding:12px 24px;border-radius:4px}</style><a class="button checkout-button" id=b>Proceed to checkout</a>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/cart' },
  ),
  scene(
    'a div styled as a button by class btn, without a hand, nothing happens',
    `<style>.btn{display:inline-block;background:#06c;color:#fff;padding:12px 24px;border-radius:6px}</style><div id=b class="btn btn-primary">Buy now</div>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'handler swallows its exception, beside a websocket price that ticks',
    `<b id=t>19.90</b><button id=b type=button>Add to cart</button><script>setInterval(()=>{t.textContent=(19+Math.random()).toFixed(2)},800);b.onclick=()=>{try{window.cart.add(1)}catch{}}</script>`,
    async (d) => {
      await d.wait(3300);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'disabled select (state, until the country is chosen) is pressed',
    `<form><label>Country <select id=c><option><option>US</select></label><label>State <select id=s disabled style="width:160px"><option>-</select></label></form>`,
    async (d) => {
      await d.wait(500);
      await d.click('#s');
    },
    { expect: ['dead-click'], path: '/checkout/shipping' },
  ),
  scene(
    'Ant Design disabled button (cursor not-allowed) pressed once, beside a countdown',
    `<b id=t>300</b><button id=b type=button class="ant-btn ant-btn-primary" disabled style="cursor:not-allowed"><span>Place order</span></button><script>setInterval(()=>{t.textContent--},1000)</script>`,
    async (d) => {
      await d.wait(2400);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/checkout/review' },
  ),
  scene(
    'Mui-disabled button (pointer-events none) in a tooltip span',
    `<span id=w style="display:inline-block"><button id=b type=button class="MuiButton-root Mui-disabled" disabled style="pointer-events:none">Pay</button></span>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/checkout/payment' },
  ),
  scene(
    'two widgets still load in frames while a dead button is pressed',
    `<button id=b type=button>Financing</button><div id=k></div><script>setTimeout(()=>{k.innerHTML='<iframe src="/page?slow=2600" width=300 height=120></iframe>'},700)</script>`,
    async (d) => {
      await d.wait(1500);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'rage on a picture that looks like a link, countdown and chat beside',
    `<img id=b src="/picture?c=9" width=220 height=140><b id=t>90</b><script>setInterval(()=>{t.textContent--},1000)</script>`,
    async (d) => {
      await d.wait(3300);
      await d.click('#b', 5, 240);
    },
    { expect: ['rage-click'], allow: ['dead-click'] },
  ),
  scene(
    'rage on a stuck “Place order” that only shows a spinner after the first press',
    `<button id=b type=button class="place-order"><span>Place order</span></button><script>b.onclick=()=>{b.classList.add('loading');b.firstChild.textContent='Please wait'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b', 6, 350);
    },
    { expect: ['rage-click'], path: '/checkout/review' },
  ),
  scene(
    'rage on a sold-out disabled button',
    `<button id=b type=button disabled class="product-form__submit">Sold out</button>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b', 4, 250);
    },
    { expect: ['rage-click'], allow: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'rage by finger on a filter chip whose handler is missing, beside an autoplaying marquee by CSS',
    `<style>@keyframes m{to{transform:translateX(-100%)}}#m{animation:m 6s linear infinite;white-space:nowrap}</style><div id=m>Sale sale sale</div><span id=b role=button style="display:inline-block;width:120px;height:50px;background:#ddd">Wool</span>`,
    async (d) => {
      await d.wait(900);
      for (let k = 0; k < 4; k++) {
        await d.page.touchscreen.tap(60, 65);
        await d.wait(260);
      }
    },
    { expect: ['rage-click'], allow: ['dead-click'], touch: true, path: '/collections/wool' },
  ),
  scene(
    'error in the click handler of a canvas zoom',
    `<canvas id=c width=300 height=200 style="background:#eee"></canvas><script>c.onclick=()=>{window.zoom.toggle()}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#c');
    },
    { expect: ['error-click'], path: '/product/wool' },
  ),
  scene(
    'error in the handler of a date field',
    `<form><input id=c name=delivery_date readonly placeholder="Date"></form><script>c.onclick=()=>{window.flatpickr.open(c)}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#c');
    },
    { expect: ['error-click'], path: '/checkout/delivery' },
  ),
  scene(
    'select changed by keyboard: the handler throws',
    `<select id=s><option>S<option>M<option>L</select><p id=o></p><script>s.onchange=()=>{window.variants.pick(s.value)}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#s');
      await d.key('Escape');
      await d.wait(200);
      await d.key('ArrowDown');
    },
    { expect: ['error-click'], allow: ['script-error'], path: '/product/wool' },
  ),
  scene(
    'add to cart: the submit handler throws after preventDefault',
    `<form id=f action="/page"><button id=b name=add>Add to cart</button></form><script>f.onsubmit=(e)=>{e.preventDefault();const d=JSON.parse('{');}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
    },
    { expect: ['error-click'], allow: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'async rejection 1.2 s after a press with a spinner',
    `<button id=b type=button>Calculate</button><p id=o></p><script>b.onclick=async()=>{o.textContent='…';await new Promise(r=>setTimeout(r,1200));throw new TypeError('rates')}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
    },
    { expect: ['error-click'], path: '/cart' },
  ),
  scene(
    'inline script of a tag fails while the page loads',
    `<h1>Wool</h1><script>window.ga4.push('x')</script><p>text</p>`,
    (d) => d.wait(600),
    { expect: ['script-error'], path: '/product/wool' },
  ),
  scene(
    'button beside a 4 s request without any sign (4.2 s)',
    `<button id=b type=button>Check delivery</button><p id=o></p><script>b.onclick=async()=>{await fetch('/api/200/4200/rates');o.textContent='Tuesday'}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
      await d.wait(1500);
    },
    { expect: ['slow-answer', 'slow-request'], path: '/product/wool' },
  ),
  scene(
    'add to cart without a sign for 2.2 s, hero carousel of 3 s beside',
    `<div class=h>${[0, 1, 2].map((k) => `<div class=s id=s${k} ${k ? 'hidden' : ''}>slide ${k}</div>`).join('')}</div><form id=f><button id=b>Add to cart</button></form><div id=mini></div><script>let k=0;setInterval(()=>{document.getElementById('s'+k).hidden=true;k=(k+1)%3;document.getElementById('s'+k).hidden=false},3000);f.onsubmit=(e)=>{e.preventDefault();const x=new XMLHttpRequest();x.open('POST','/api/200/2200/cart');x.onload=()=>{mini.innerHTML='<b>1 item</b>'};x.send()}</script>`,
    async (d) => {
      await d.wait(9600);
      await d.click('#b');
    },
    { expect: ['slow-answer', 'slow-request'], path: '/product/wool' },
  ),
  scene(
    'place order takes 2.6 s; the MUI ripple is all that shows',
    `<style>button{position:relative;overflow:hidden}</style><button id=b type=button class="MuiButton-root place-order">Place order<span id=r></span></button><p id=o></p><script>b.onmousedown=()=>{r.innerHTML='<span class="ripple"><span class="child"></span></span>';setTimeout(()=>{r.innerHTML=''},500)};b.onclick=async()=>{await fetch('/api/200/2600/orders',{method:'POST'});o.textContent='Thank you'}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
    },
    { expect: ['slow-answer', 'slow-request'], path: '/checkout/review' },
  ),
];
