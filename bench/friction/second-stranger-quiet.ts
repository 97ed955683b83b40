// Longer than files here are: labelled pages, one after the other.
import { scene } from './scenario.ts';

const GREY = 'height:70px;background:#eee;margin:4px';
const ROWS = `<p style="${GREY}">row</p>`.repeat(30);
const CARDS = Array.from(
  { length: 24 },
  (_, k) =>
    `<div class="product-card" style="height:220px;background:#eee;margin:6px"><b>Wool ${k}</b><form><button class="btn add-to-cart" style="width:100%;height:150px" type=submit>Add to cart</button></form></div>`,
).join('');

/** Ordinary shopping: nothing is to be felt. */
export const secondStrangerQuiet = [
  scene(
    'heart toggles its class at pointerdown',
    `<style>.heart.liked{color:red}</style><button id=b type=button class=heart>♥</button><script>b.onpointerdown=()=>b.classList.toggle('liked')</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
    },
    { path: '/collections/wool' },
  ),
  scene(
    'swatch chosen at mousedown by data-state on itself',
    `<style>[data-state=on]{outline:2px solid}</style><div class=swatches><button id=a type=button data-state=on style="background:red">&nbsp;</button><button id=b type=button data-state=off style="background:blue">&nbsp;</button></div><script>b.onmousedown=()=>{b.dataset.state='on';a.dataset.state='off'}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
    },
    { path: '/product/wool' },
  ),
  scene(
    'info button whose tooltip shows while one hovers (CSS), then pressed',
    `<style>.tip{visibility:hidden;position:absolute}.info:hover+.tip{visibility:visible}</style><label>CVC</label><button id=b type=button class=info aria-describedby=t>?</button><span class=tip id=t role=tooltip>Three digits on the back</span>`,
    async (d) => {
      await d.wait(400);
      await d.hover('#b');
      await d.wait(700);
      await d.click('#b');
    },
    { path: '/checkout/payment' },
  ),
  scene(
    'invoice is downloaded by a hidden frame',
    `<button id=b type=button>Invoice (PDF)</button><iframe id=fr style="display:none"></iframe><script>b.onclick=()=>{fr.src='/file.csv'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { path: '/orders/1' },
  ),
  scene(
    'download by location.href',
    `<button id=b type=button>Download guide</button><script>b.onclick=()=>{location.href='/file.csv'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
  ),
  scene(
    'mail, phone and WhatsApp links, and print',
    `<a id=m href="mailto:shop@b.test">Mail</a> <a id=t href="tel:+123">Call</a> <button id=p type=button>Print</button><script>p.onclick=()=>print()</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#m');
      await d.wait(500);
      await d.click('#t');
      await d.wait(500);
      await d.click('#p');
    },
    { path: '/orders/1' },
  ),
  scene(
    '3D viewer: a button in a toolbar turns the model on the canvas',
    `<div class=viewer><div class=stage><canvas id=c width=300 height=200></canvas></div><div class=toolbar><div class=btn-group><button id=b type=button>⟳</button></div></div></div><script>const x=c.getContext('2d');let a=0;const draw=()=>{x.clearRect(0,0,300,200);x.fillRect(50+a,50,90,60)};draw();b.onclick=()=>{a+=20;draw()}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { path: '/product/wool' },
  ),
  scene(
    'Tailwind: the pointer rests on a thumbnail button (class border) while one reads',
    `<div class="flex gap-2"><button id=b type=button class="border rounded-lg p-2 hover:border-black"><img src="/picture?c=1" width=60 height=40></button></div><p>Long description</p>`,
    async (d) => {
      await d.wait(400);
      await d.hover('#b');
      await d.wait(2600);
      await d.page.mouse.move(600, 300, { steps: 5 });
      await d.wait(400);
    },
    { path: '/product/wool' },
  ),
  scene(
    'scrolls a list by wheel with the pointer lying over it: buttons pass under it and rest there',
    CARDS,
    async (d) => {
      await d.page.mouse.move(600, 20);
      await d.page.mouse.move(600, 12);
      await d.wait(400);
      for (const dy of [360, 452, 452, 452]) {
        await d.wheel(dy);
        await d.wait(2100);
      }
    },
    { path: '/collections/wool' },
  ),
  scene(
    'types an address while the pointer happens to lie on Continue',
    `<form onsubmit="return false"><input id=a autofocus name=street><br><br><button id=b>Continue</button></form>`,
    async (d) => {
      await d.wait(300);
      await d.click('#a');
      await d.hover('#b');
      await d.type('Long Street of the Northern Town 12, third floor', 170);
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'types the card number in a frame for 23 s (Stripe), then goes on',
    `<form id=f onsubmit="return false"><div id=card><iframe srcdoc="<input id=n style='width:90%' placeholder='Card number'>" style="width:320px;height:60px;border:1px solid"></iframe></div><input id=z name=zip><button id=b>Pay</button><p id=o></p></form><script>f.onsubmit=(e)=>{e.preventDefault();o.textContent='Thank you'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('iframe');
      await d.type('4242 4242 4242 4242 12 30 123', 800);
      await d.click('#z');
      await d.type('94103');
      await d.click('#b');
    },
    { path: '/checkout/payment' },
  ),
  scene(
    'Bootstrap: alert-success with role=alert inside the newsletter form',
    `<form id=f><div id=o></div><input id=m type=email><button id=b class="btn btn-primary">Join</button></form><script>f.onsubmit=(e)=>{e.preventDefault();setTimeout(()=>{o.innerHTML='<div class="alert alert-success" role="alert">Thank you for joining!</div>'},300)}</script>`,
    async (d) => {
      await d.click('#m');
      await d.type('ann@b.test');
      await d.click('#b');
    },
  ),
  scene(
    'coupon accepted: role=alert text without a class in the coupon form',
    `<form id=f class=coupon><input id=c name=coupon><button id=b>Apply</button><p id=o role=alert class="coupon-success"></p></form><p>Total <b id=t>20</b></p><script>f.onsubmit=async(e)=>{e.preventDefault();await fetch('/api/200/200/coupon',{method:'POST'});o.textContent='10 % off';t.textContent='18'}</script>`,
    async (d) => {
      await d.click('#c');
      await d.type('WOOL10');
      await d.click('#b');
    },
    { path: '/cart' },
  ),
  scene(
    'add to cart works; recommendations beside it answer 404',
    `<form id=f><input type=number name=quantity value=1><button id=b name=add>Add to cart</button></form><div id=mini></div><script>f.onsubmit=(e)=>{e.preventDefault();fetch('/api/200/150/cart',{method:'POST'}).then(()=>{mini.textContent='1 item';fetch('/api/404/80/recommendations')})}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { path: '/product/wool' },
  ),
  scene(
    'free-shipping bar in the cart, read for 6 s',
    `<div class="free-shipping-progress"><p>Only <span class="free-shipping-progress__amount">12.00</span> away from free shipping!</p></div><ul><li>Wool 38.00</ul>`,
    (d) => d.wait(6500),
    { path: '/cart' },
  ),
  scene(
    'slow accordion (900 ms of height) pushes the page, as asked',
    `<style>#p{height:0;overflow:hidden;transition:height .9s}#p.o{height:420px}</style><button id=b type=button aria-expanded=false>Details</button><div id=p>Wool from sheep</div>${`<p style="${GREY}">row</p>`.repeat(14)}<script>b.onclick=()=>{p.classList.toggle('o');b.setAttribute('aria-expanded',p.classList.contains('o'))}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
      await d.wait(1300);
    },
    { path: '/product/wool' },
  ),
  scene(
    'naive app draws itself anew every second (countdown); add to cart is answered after 250 ms',
    `<div id=app></div><script>const s={n:300,c:0,busy:false};const draw=()=>{app.innerHTML='<p>Ends in '+s.n+'</p><button id=b type=button>'+(s.busy?'Adding':'Add')+'</button><p>Cart: '+s.c+'</p>'};draw();setInterval(()=>{s.n--;draw()},1000);app.onclick=(e)=>{if(e.target.id!=='b')return;setTimeout(()=>{s.c++;draw()},250)}</script>`,
    async (d) => {
      await d.wait(4650);
      await d.click('#b');
    },
    { path: '/product/wool' },
  ),
  scene(
    'quantity stepper of Dawn, field set by stepUp, request debounced by 300 ms',
    `<quantity-input class=quantity><button id=m name=minus type=button>-</button><input class=quantity__input type=number name="updates[]" value=1 id=q><button id=p name=plus type=button>+</button></quantity-input><div id=totals>10</div><script>let t;const go=(up)=>{up?q.stepUp():q.stepDown();clearTimeout(t);t=setTimeout(async()=>{await fetch('/api/200/200/cart/change',{method:'POST'});totals.textContent=10*q.value},300)};p.onclick=()=>go(true);m.onclick=()=>go(false)</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#p', 6, 160);
      await d.wait(800);
      await d.click('#m', 3, 160);
    },
    { path: '/cart' },
  ),
  scene(
    'stepper whose number is text in a span, price by toLocaleString, plus a live ticker',
    `<b id=t>0</b><div class="d-flex"><button id=m type=button>−</button><span id=n>1</span><button id=p type=button>+</button></div><script>setInterval(()=>{t.textContent++},500);p.onclick=()=>{n.textContent=+n.textContent+1}</script>`,
    async (d) => {
      await d.wait(2600);
      await d.click('#p', 7, 170);
    },
    { path: '/cart' },
  ),
  scene(
    'scroll-snap carousel, arrow by scrollBy smooth, pressed four times',
    `<div id=s style="display:flex;overflow:auto;scroll-snap-type:x mandatory;width:300px">${[1, 2, 3, 4, 5, 6, 7, 8].map((k) => `<div style="flex:0 0 300px;height:120px;scroll-snap-align:start;background:#${k}${k}8">${k}</div>`).join('')}</div><button id=b type=button aria-label=Next>›</button><script>b.onclick=()=>s.scrollBy({left:300,behavior:'smooth'})</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b', 4, 450);
    },
    { path: '/product/wool' },
  ),
  scene(
    'Radix select: opens at pointerdown in a portal, body inert to pointers, option chosen by pointerup',
    `<button id=b type=button role=combobox aria-expanded=false><span id=v>Size</span></button><script>b.onpointerdown=(e)=>{e.preventDefault();document.body.style.pointerEvents='none';b.setAttribute('aria-expanded','true');const p=document.createElement('div');p.setAttribute('role','listbox');p.style.cssText='position:fixed;top:80px;left:20px;width:160px;background:#fff;border:1px solid;pointer-events:auto';p.innerHTML='<div role=option id=o1 style="padding:8px">S</div><div role=option id=o2 style="padding:8px">M</div>';document.body.append(p);p.onpointerup=(x)=>{v.textContent=x.target.textContent;p.remove();document.body.style.pointerEvents='';b.setAttribute('aria-expanded','false')}}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
      await d.wait(500);
      await d.click('#o2');
    },
    { path: '/product/wool' },
  ),
  scene(
    'Headless UI dialog portal with focus trap and inert root',
    `<div id=root><button id=b type=button>Size guide</button></div><div id=portal></div><script>b.onclick=()=>{root.inert=true;portal.innerHTML='<div role=dialog aria-modal=true style="position:fixed;inset:40px;background:#eee"><button id=x type=button>Close</button></div>';x.focus();x.onclick=()=>{root.inert=false;portal.innerHTML='';b.focus()}}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
      await d.wait(900);
      await d.click('#x');
    },
    { path: '/product/wool' },
  ),
  scene(
    'Google Places: pac-container at the end of the body, item chosen at mousedown',
    `<form><input id=a name=address autocomplete=off><input id=city name=city><input id=zip name=zip></form><script>const p=document.createElement('div');p.className='pac-container';p.style.cssText='position:absolute;top:60px;left:20px;width:220px;background:#fff;display:none';document.body.append(p);let t;a.oninput=()=>{clearTimeout(t);t=setTimeout(async()=>{await fetch('/api/200/120/places');p.innerHTML='<div class="pac-item" id=i1 style="cursor:pointer;padding:6px">1 Long Street, Town</div>';p.style.display=''},150)};p.onmousedown=(e)=>{e.preventDefault();a.value='1 Long Street';city.value='Town';zip.value='12345';p.style.display='none'}</script>`,
    async (d) => {
      await d.click('#a');
      await d.type('1 Long', 90);
      await d.wait(700);
      await d.click('#i1');
      await d.wait(500);
      await d.click('#city');
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'OTP boxes that hand on the focus, all typed, confirmed by itself',
    `<form><div>${[0, 1, 2, 3, 4, 5].map((k) => `<input id=o${k} maxlength=1 inputmode=numeric style="width:30px">`).join('')}</div><p id=r></p></form><script>const f=[...document.querySelectorAll('input')];f.forEach((x,k)=>x.oninput=async()=>{if(f[k+1])f[k+1].focus();else{await fetch('/api/200/200/verify');r.textContent='Verified'}})</script>`,
    async (d) => {
      await d.click('#o0');
      await d.type('123456', 200);
    },
    { path: '/checkout/payment' },
  ),
  scene(
    'toggle of a tooltip by popover, details by name, drawer with a transition',
    `<style>#dr{position:fixed;right:0;top:0;width:240px;height:100%;background:#ddd;transform:translateX(100%);transition:transform .3s}#dr.open{transform:none}</style><button id=a type=button popovertarget=pp>Shipping?</button><div id=pp popover>3 days</div><details name=x><summary id=s1>One</summary>1</details><details name=x><summary id=s2>Two</summary>2</details><button id=b type=button>Cart</button><div id=dr>Drawer</div><script>b.onclick=()=>dr.classList.add('open')</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#a');
      await d.wait(600);
      await d.key('Escape');
      await d.click('#s1');
      await d.wait(500);
      await d.click('#s2');
      await d.wait(500);
      await d.click('#b');
    },
    { path: '/product/wool' },
  ),
  scene(
    'CSS checkbox accordion and a CSS-only heart, quickly one after the other',
    `<style>.x{position:absolute;opacity:0}.p{display:none}#k:checked~.p{display:block}.h{color:#999}#h:checked+.h{color:red}</style><input id=k class=x type=checkbox><label id=lk for=k>Care</label><div class=p>Wash cold</div><input id=h class=x type=checkbox><label id=lh class=h for=h>♥</label>`,
    async (d) => {
      await d.wait(400);
      await d.click('#lk', 3, 300);
      await d.wait(400);
      await d.click('#lh', 4, 250);
    },
    { path: '/product/wool' },
  ),
  scene(
    'optimistic cart line removal, undo toast, then undo',
    `<ul id=u><li id=i>Wool <button id=b type=button aria-label=Remove>×</button></li></ul><div id=t></div><script>b.onclick=()=>{i.style.display='none';t.innerHTML='<div role=status>Removed <button id=un type=button>Undo</button></div>';fetch('/api/200/400/cart',{method:'DELETE'});un.onclick=()=>{i.style.display='';t.innerHTML=''}}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
      await d.wait(800);
      await d.click('#un');
    },
    { path: '/cart' },
  ),
  scene(
    'htmx: button with hx-swap into another table after 350 ms, indicator by class on itself',
    `<style>.htmx-indicator{opacity:0}.htmx-request .htmx-indicator{opacity:1}</style><button id=b type=button hx-get="/x">Load more <span class=htmx-indicator>…</span></button><table><tbody id=tb><tr><td>1</td></tr></tbody></table><script>b.onclick=async()=>{b.classList.add('htmx-request');await fetch('/api/200/350');b.classList.remove('htmx-request');tb.insertAdjacentHTML('beforeend','<tr><td>2</td></tr>')}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b', 2, 900);
    },
    { path: '/collections/wool' },
  ),
  scene(
    'filter drawer: check three boxes, slide the price, apply; list is fetched with a spinner',
    `<form id=f><label id=l1><input type=checkbox> Wool</label> <label id=l2><input type=checkbox> Linen</label> <input id=r type=range min=0 max=100 style="width:200px"><button id=b>Apply</button></form><div id=l>all</div><script>f.onsubmit=async(e)=>{e.preventDefault();l.className='loading';l.textContent='…';await fetch('/api/200/500');l.textContent='12 products'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#l1');
      await d.wait(400);
      await d.click('#l2');
      await d.wait(400);
      await d.click('#r');
      await d.wait(400);
      await d.click('#b');
    },
    { path: '/collections/wool' },
  ),
  scene(
    'contenteditable gift note is typed, then saved',
    `<div id=n contenteditable style="border:1px solid;min-height:40px;width:300px"></div><button id=b type=button>Save note</button><p id=o></p><script>b.onclick=()=>{o.textContent='saved'}</script>`,
    async (d) => {
      await d.click('#n');
      await d.type('Happy birthday', 70);
      await d.wait(300);
      await d.click('#b');
    },
    { path: '/cart' },
  ),
  scene(
    'reads a long product page down to the end, then back to the top once',
    ROWS,
    async (d) => {
      for (let k = 0; k < 4; k++) {
        await d.wheel(450);
        await d.wait(350);
      }
      await d.wheel(-1800);
      await d.wait(800);
    },
    { path: '/product/wool' },
  ),
  scene(
    'straight through cart, shipping, payment, done by real page loads',
    `<h1>Step</h1><a id=n style="display:inline-block;padding:10px">Next</a><script>const steps=['/cart','/checkout/shipping','/checkout/payment','/order/thank-you'];n.href=(steps[steps.indexOf(location.pathname)+1]??'/cart')+location.search</script>`,
    async (d) => {
      for (let k = 0; k < 3; k++) {
        await d.click('#n');
        await d.wait(1100);
      }
    },
    { path: '/cart' },
  ),
  scene(
    'live chat opens after a press and long-polls for 3 s',
    `<button id=b type=button aria-expanded=false>Chat</button><div id=c hidden>How can we help?</div><script>b.onclick=()=>{c.hidden=false;b.setAttribute('aria-expanded','true');const go=async()=>{await fetch('/api/200/3000/chat/poll');go()};go()}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { path: '/product/wool' },
  ),
];
