import { scene } from './scenario.ts';

const ROWS = '<p style="height:70px;background:#eee">row</p>'.repeat(14);

export const strangerCarts = [
  scene(
    'dialog that is closed by a form of method=dialog',
    `<button id=b>Remove</button><dialog id=g><form method=dialog><p>Remove this item?</p><button id=y value=yes>Yes</button></form></dialog><ul id=u><li>Wool</li></ul><script>b.onclick=()=>g.showModal();g.onclose=()=>{u.innerHTML=''}</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(500);
      await d.click('#y');
    },
    { path: '/cart' },
  ),
  scene(
    'hash router: the view comes after a fetch of 300 ms',
    `<a id=b href="#/product/1">Wool</a><main id=v>list</main><script>onhashchange=async()=>{await fetch('/api/200/300');v.textContent=location.hash}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'Turbo visit: progress bar after half a second, body replaced after 900 ms',
    `<a id=b href="/next">Next</a><script>document.addEventListener('click',(e)=>{const l=e.target.closest('a');if(!l)return;e.preventDefault();history.pushState({},'','/next');const t=setTimeout(()=>{const p=document.createElement('div');p.className='turbo-progress-bar';document.documentElement.insertBefore(p,document.body)},500);fetch('/api/200/850').then(()=>{clearTimeout(t);const n=document.createElement('body');n.innerHTML='<h1>Next</h1>';document.body.replaceWith(n)})})</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'place order: double click, button disabled with a spinner at the first, thanks after 800 ms',
    `<form id=f><button id=b class="place-order">Place order</button></form><script>f.onsubmit=async(e)=>{e.preventDefault();b.disabled=true;b.innerHTML='<i class=spinner></i> Placing…';await fetch('/api/200/800/orders',{method:'POST'});document.body.innerHTML='<h1>Thank you</h1>'}</script>`,
    (d) => d.click('#b', 2, 140),
    { path: '/checkout/review' },
  ),
  scene(
    'months of a delivery calendar, pressed on quickly',
    `<div class=cal><button id=p type=button>‹</button><b id=m>1</b><button id=n type=button>›</button><div id=g></div></div><script>let k=1;const r=()=>{m.textContent=k;g.innerHTML='<span>'+[...Array(30)].map((_,i)=>i+k).join('</span><span>')+'</span>'};r();n.onclick=()=>{k++;r()}</script>`,
    (d) => d.click('#n', 6, 170),
    { path: '/checkout/delivery' },
  ),
  scene(
    'WooCommerce cart: plus in the field thrice, then update with a blocking overlay',
    `<form id=f class=cart-form><div class=quantity><button type=button id=m>-</button><input class="qty text" name=qty type=number value=1><button type=button id=p>+</button></div><button id=u disabled name=update_cart>Update cart</button></form><script>const q=f.qty;p.onclick=()=>{q.value=+q.value+1;q.dispatchEvent(new Event('change',{bubbles:true}))};f.addEventListener('change',()=>{u.disabled=false});f.onsubmit=async(e)=>{e.preventDefault();const o=document.createElement('div');o.className='blockUI blockOverlay';o.style.cssText='position:absolute;inset:0;background:#fff8';f.append(o);await fetch('/api/200/700',{method:'POST'});o.remove();u.disabled=true}</script>`,
    async (d) => {
      await d.click('#p', 3, 200);
      await d.click('#u');
    },
    { path: '/cart' },
  ),
  scene(
    'CSS :target modal (visibility and opacity), opened and closed by links alone',
    `<style>#guide{position:fixed;inset:0;background:#fffe;visibility:hidden;opacity:0;transition:opacity .2s}#guide:target{visibility:visible;opacity:1}</style><a id=b href="#guide">Size guide</a><div id=guide><div class=box><p>Sizes</p><a id=x href="#">Close</a></div></div>`,
    async (d) => {
      await d.click('#b');
      await d.wait(1200);
      await d.click('#x');
    },
  ),
  scene(
    'mega menu by :focus-within and visibility, no script, no transition',
    `<style>.p{visibility:hidden}.m:focus-within .p{visibility:visible}</style><nav><div class=m><button id=b aria-haspopup=true>Women</button><div class=p><a href="/page">Coats</a></div></div></nav>`,
    (d) => d.click('#b'),
  ),
  scene(
    'reserved error line (nbsp), suggestions come beside it while one types',
    `<form><div class=field><label>Street<input id=a></label><p class="error">&nbsp;</p><ul id=u></ul></div><div class=field><label>City<input id=c></label><p class="error">&nbsp;</p></div></form><script>a.oninput=()=>{u.innerHTML='<li>1 Long St</li><li>2 Long St</li>'};a.onblur=()=>{u.innerHTML=''}</script>`,
    async (d) => {
      await d.click('#a');
      await d.type('1 Long');
      await d.key('Tab');
      await d.type('Town');
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'custom select (listbox by class), chosen by mouse',
    `<div class=choices id=c role=combobox tabindex=0 aria-expanded=false style="width:160px;border:1px solid"><span id=v>Size</span><div id=l hidden role=listbox><div role=option id=o1 style="cursor:pointer">S</div><div role=option id=o2 style="cursor:pointer">M</div></div></div><script>v.onclick=()=>{l.hidden=!l.hidden;c.setAttribute('aria-expanded',!l.hidden)};l.onclick=(e)=>{v.textContent=e.target.textContent;l.hidden=true}</script>`,
    async (d) => {
      await d.click('#v');
      await d.wait(400);
      await d.click('#o2');
    },
    { path: '/product/wool' },
  ),
  scene(
    'price slider: a thumb dragged by pointer, list filtered after',
    `<div style="width:300px;height:20px;background:#ddd;position:relative"><div id=th role=slider tabindex=0 style="position:absolute;width:20px;height:20px;background:#333;cursor:pointer"></div></div><ul id=u><li>a<li>b</ul><script>th.onpointerdown=(e)=>{th.setPointerCapture(e.pointerId);th.onpointermove=(m)=>{th.style.left=m.clientX-30+'px'};th.onpointerup=()=>{th.onpointermove=null;setTimeout(()=>{u.innerHTML='<li>b'},300)}}</script>`,
    async (d) => {
      await d.page.mouse.move(30, 30);
      await d.page.mouse.down();
      await d.page.mouse.move(150, 30, { steps: 8 });
      await d.page.mouse.up();
    },
    { path: '/collections/wool' },
  ),
  scene(
    'finger: swatches and burger, all answered',
    `<button id=bg aria-expanded=false style="width:60px;height:60px">≡</button><nav id=nv hidden>Menu</nav><div>${['red', 'blue', 'green'].map((c) => `<label style="display:inline-block;width:60px;height:60px;background:${c}"><input type=radio name=c style="opacity:0" value=${c}></label>`).join('')}</div><script>bg.onclick=()=>{nv.hidden=!nv.hidden;bg.setAttribute('aria-expanded',!nv.hidden)}</script>`,
    async (d) => {
      await d.page.touchscreen.tap(50, 50);
      await d.wait(500);
      await d.page.touchscreen.tap(50, 50);
      await d.wait(500);
      for (const x of [50, 115, 180]) {
        await d.page.touchscreen.tap(x, 115);
        await d.wait(350);
      }
    },
    { touch: true, path: '/product/wool' },
  ),
  scene(
    'show password, pressed a few times',
    `<form><label>Password<input id=p type=password></label><button id=b type=button aria-label=Show>👁</button></form><script>b.onclick=()=>{p.type=p.type==='password'?'text':'password'}</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('s3cret-word');
      await d.click('#b', 4, 300);
    },
  ),
  scene(
    'sold-out size: aria-disabled, but the press says so in a tooltip',
    `<button id=b type=button aria-disabled=true>XL</button><span id=t role=tooltip hidden>Sold out. Tell me when it is back?</span><script>b.onclick=()=>{t.hidden=false}</script>`,
    (d) => d.click('#b'),
    { path: '/product/wool' },
  ),
  scene(
    'shipping address form is read at length before it is filled',
    `<section class="shipping-address"><h2>Shipping address</h2><form><input id=a name=ship_street><input id=b name=ship_city></form></section><div class="free-shipping-message">Free shipping over 50</div>`,
    async (d) => {
      await d.wait(6500);
      await d.click('#a');
      await d.type('Main 1');
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'thumbnails of a gallery, one after the other, picture by srcset inside a shadow root',
    `<product-gallery id=h></product-gallery><script>customElements.define('product-gallery',class extends HTMLElement{constructor(){super();const r=this.attachShadow({mode:'open'});r.innerHTML='<div><img src="/picture?c=0" width=200 height=130></div>'+[1,2,3,4].map(k=>'<button id=t'+k+'>'+k+'</button>').join('');r.addEventListener('click',(e)=>{const k=e.target.id?.slice(1);if(k)r.querySelector('img').srcset='/picture?c='+k})}})</script>`,
    async (d) => {
      await d.wait(400);
      for (const k of [1, 2, 3, 4]) {
        await d.click(`#h #t${k}`);
        await d.wait(260);
      }
    },
    { path: '/product/wool' },
  ),
  scene(
    'banner comes late but over the page, and content grows below the fold',
    `${ROWS}<div id=low></div><script>setTimeout(()=>{const e=document.createElement('div');e.style.cssText='position:fixed;top:0;left:0;right:0;height:140px;background:gold';document.body.prepend(e);low.style.height='600px'},1200)</script>`,
    (d) => d.wait(2600),
  ),
];
