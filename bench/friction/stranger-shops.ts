import { scene } from './scenario.ts';

const LONG = '<div style="height:5000px;background:linear-gradient(#fff,#cdd)">list</div>';

export const strangerShops = [
  scene(
    'React-like: countdown leaf each second, add answers into another root at once',
    `<div id=root><span id=cd>100</span><button id=b>Add to cart</button></div><div id=mini></div><script>let n=100,c=0;setInterval(()=>{cd.firstChild.nodeValue=--n},1000);b.onclick=()=>{mini.innerHTML='<b>'+ ++c+' items</b>'}</script>`,
    async (d) => {
      await d.wait(2500);
      await d.click('#b', 4, 250);
    },
  ),
  scene(
    'Shopify ajax cart: aria-disabled and spinner, then drawer slides in',
    `<style>cart-drawer{position:fixed;right:0;top:0;width:300px;height:100%;background:#ddd;visibility:hidden}cart-drawer.active{visibility:visible}</style><form id=f><input type=hidden name=id value=1><button id=b name=add><span>Add to cart</span><i class="spin hidden"></i></button></form><cart-drawer id=dr><h2>Cart</h2></cart-drawer><script>f.onsubmit=async(e)=>{e.preventDefault();b.setAttribute('aria-disabled','true');b.classList.add('loading');await fetch('/api/200/500',{method:'POST'});dr.classList.add('active');b.removeAttribute('aria-disabled');b.classList.remove('loading')}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'WooCommerce: good notice with role=alert beside (not in) the cart form',
    `<main><div class="woocommerce"><div class="woocommerce-notices-wrapper" id=w></div><form class="woocommerce-cart-form" id=f><input class=qty name="cart[1][qty]" type=number value=1><div class=coupon><input id=c name=coupon_code><button id=b name=apply_coupon>Apply coupon</button></div></form></div></main><script>f.onsubmit=async(e)=>{e.preventDefault();f.classList.add('processing');await fetch('/api/200/300',{method:'POST'});f.classList.remove('processing');w.innerHTML='<div class="woocommerce-message" role="alert">Coupon code applied successfully.</div>'}</script>`,
    async (d) => {
      await d.click('#c');
      await d.type('WOOL10');
      await d.click('#b');
    },
    { path: '/cart' },
  ),
  scene(
    'Bootstrap toast role=alert at the end of the body says “added”, search form in the header',
    `<header><form role=search><input id=q name=q placeholder=Search></form></header><button id=b type=button class="btn btn-primary">Add to cart</button><script>b.onclick=()=>{const t=document.createElement('div');t.className='toast show';t.setAttribute('role','alert');t.innerHTML='<div class=toast-body>Added to your cart</div>';document.body.append(t);setTimeout(()=>t.remove(),2500)}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'Magento: success message role=alert in main, product form with qty below it',
    `<main id=maincontent><div class="page messages"><div role=alert class=messages id=ms></div></div><div class=product-info><form id=f><input name=qty id=qty type=number value=1><button id=b class="action primary tocart">Add</button></form></div></main><script>f.onsubmit=(e)=>{e.preventDefault();ms.innerHTML='<div class="message-success success message"><div>You added Wool to your cart.</div></div>'}</script>`,
    (d) => d.click('#b'),
    { path: '/product/wool' },
  ),
  scene(
    'masked phone with a fixed-length pattern',
    `<form><label>Phone<input id=p type=tel placeholder="(___) ___-____"></label><input id=z></form><script>p.oninput=()=>{const g=p.value.replace(/\\D/g,'').slice(0,10);let k=0;p.value='(___) ___-____'.replace(/_/g,()=>g[k++]??'_');const at=p.value.indexOf('_');p.setSelectionRange(at<0?14:at,at<0?14:at)}</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('4155550123', 90);
      await d.key('Tab');
      await d.type('94103');
    },
  ),
  scene(
    'address combobox: arrows and Enter choose, other fields are filled',
    `<form id=f onsubmit="return false"><input id=a role=combobox aria-expanded=false autocomplete=off><ul id=u role=listbox></ul><input id=city><input id=zip required></form><script>let s=-1;a.oninput=()=>{u.innerHTML='<li role=option>1 Long St, Town</li><li role=option>12 Long St, Town</li>';a.setAttribute('aria-expanded','true')};a.onkeydown=(e)=>{if(e.key==='ArrowDown'){s++;u.children[s]?.setAttribute('aria-selected','true')}if(e.key==='Enter'){e.preventDefault();a.value='1 Long St';city.value='Town';zip.value='12345';u.innerHTML='';a.setAttribute('aria-expanded','false')}}</script>`,
    async (d) => {
      await d.click('#a');
      await d.type('1 Lo');
      await d.key('ArrowDown');
      await d.key('Enter');
      await d.wait(400);
      await d.click('#city');
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'coupon accordion by grid rows, code accepted, a line appears',
    `<style>.acc{display:grid;grid-template-rows:0fr;transition:grid-template-rows .25s}.acc.open{grid-template-rows:1fr}.acc>div{overflow:hidden}</style><button id=t aria-expanded=false>Have a code?</button><div class=acc id=acc><div><form id=f><input id=c><button id=b>Apply</button></form></div></div><ul id=s></ul><script>t.onclick=()=>{acc.classList.toggle('open');t.setAttribute('aria-expanded',acc.classList.contains('open'))};f.onsubmit=async(e)=>{e.preventDefault();await fetch('/api/200/250',{method:'POST'});s.innerHTML='<li>WOOL10 −10%</li>';c.value=''}</script>`,
    async (d) => {
      await d.click('#t');
      await d.wait(500);
      await d.click('#c');
      await d.type('WOOL10');
      await d.click('#b');
    },
    { path: '/cart' },
  ),
  scene(
    'Lit-like stepper: buttons and field stand at the top of an open shadow root, value by property',
    `<qty-step id=h></qty-step><script>customElements.define('qty-step',class extends HTMLElement{constructor(){super();const r=this.attachShadow({mode:'open'});r.innerHTML='<button id=m>-</button><input type=number value=1><button id=p>+</button>';const i=r.querySelector('input');r.querySelector('#p').onclick=()=>{i.value=+i.value+1};r.querySelector('#m').onclick=()=>{i.value=+i.value-1}}})</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#h #p', 5, 220);
    },
  ),
  scene(
    'mini-cart whose element is defined late (deferred bundle), answer inside its open root',
    `<button id=b type=button>Add to bag</button> <mini-cart id=h></mini-cart><script>setTimeout(()=>customElements.define('mini-cart',class extends HTMLElement{connectedCallback(){this.attachShadow({mode:'open'}).innerHTML='<b>0</b>'}}),1200);b.onclick=()=>{const n=h.shadowRoot?.querySelector('b');if(n)n.textContent=+n.textContent+1}</script>`,
    async (d) => {
      await d.wait(3500);
      await d.click('#b');
    },
  ),
  scene(
    'image zoom that follows the mouse, click pins it',
    `<div id=z style="width:300px;height:200px;background:linear-gradient(45deg,#a33,#33a);background-size:200%;cursor:zoom-in"></div><script>z.onmousemove=(e)=>{z.style.backgroundPosition=e.offsetX+'px '+e.offsetY+'px'};z.onclick=()=>z.classList.toggle('pinned')</script>`,
    async (d) => {
      await d.hover('#z');
      await d.page.mouse.move(120, 100, { steps: 8 });
      await d.click('#z', 2, 700);
    },
    { path: '/product/wool' },
  ),
  scene(
    'cookie banner slides away by class, then the page is used',
    `<style>#ck{position:fixed;bottom:0;left:0;right:0;height:120px;background:#ccc;transition:transform .3s}.consented #ck{transform:translateY(100%)}</style><button id=b>Like</button><i id=n>0</i><div id=ck><button id=ok>Accept all</button></div><script>ok.onclick=()=>document.documentElement.classList.add('consented');b.onclick=()=>{n.textContent++}</script>`,
    async (d) => {
      await d.click('#ok');
      await d.wait(800);
      await d.click('#b');
    },
  ),
  scene(
    'chat bubble opens a frame',
    `<div id=b role=button tabindex=0 aria-label=Chat style="position:fixed;right:20px;bottom:20px;width:56px;height:56px;border-radius:50%;background:#06c;cursor:pointer"></div><div id=w style="position:fixed;right:20px;bottom:90px"></div><script>b.onclick=()=>{w.innerHTML=w.firstChild?'':'<iframe src="/page?slow=400" width=300 height=300></iframe>'}</script>`,
    (d) => d.click('#b', 2, 1400),
  ),
  scene(
    'sticky add-to-cart bar comes on scroll and works',
    `${LONG}<div id=bar hidden style="position:fixed;bottom:0;left:0;right:0;background:#fff"><button id=b class="add-to-cart">Add</button><span id=o></span></div><script>addEventListener('scroll',()=>{bar.hidden=scrollY<400});b.onclick=()=>{o.textContent='added'}</script>`,
    async (d) => {
      await d.wheel(900);
      await d.click('#b');
    },
    { path: '/product/wool' },
  ),
  scene(
    'infinite scroll by IntersectionObserver with skeletons from the API',
    `<ul id=u></ul><div id=s style="height:40px"></div><script>const add=(c)=>{for(let k=0;k<8;k++)u.insertAdjacentHTML('beforeend','<li class="'+c+'" style="height:120px">item</li>')};add('');new IntersectionObserver(async([e])=>{if(!e.isIntersecting)return;add('skeleton');await fetch('/api/200/350');for(const l of document.querySelectorAll('.skeleton'))l.className=''},{rootMargin:'200px'}).observe(s)</script>`,
    async (d) => {
      for (let k = 0; k < 4; k++) await d.wheel(700);
    },
    { path: '/collections/wool' },
  ),
  scene(
    'optimistic heart that is taken back when saving fails',
    `<button id=b aria-pressed=false>♡</button><div id=live role=status></div><script>b.onclick=async()=>{b.setAttribute('aria-pressed','true');const r=await fetch('/api/500/500',{method:'POST'});if(!r.ok){b.setAttribute('aria-pressed','false');live.textContent='Could not save'}}</script>`,
    (d) => d.click('#b'),
    { path: '/collections/wool' },
  ),
  scene(
    'modal with a focus trap, by keyboard alone',
    `<button id=b>Size guide</button><div id=m hidden role=dialog aria-modal=true style="position:fixed;inset:60px;background:#eee"><button id=x>Close</button><a id=l href="/page">More</a></div><script>b.onclick=()=>{m.hidden=false;x.focus()};const shut=()=>{m.hidden=true;b.focus()};x.onclick=shut;m.onkeydown=(e)=>{if(e.key==='Escape')shut();if(e.key==='Tab'){e.preventDefault();(document.activeElement===x?l:x).focus()}}</script>`,
    async (d) => {
      await d.key('Tab');
      await d.key('Enter');
      await d.wait(400);
      await d.key('Tab', 3, 150);
      await d.key('Escape');
      await d.wait(300);
      await d.key('Space');
      await d.wait(300);
      await d.key('Enter');
    },
  ),
];
