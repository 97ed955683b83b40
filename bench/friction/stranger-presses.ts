import { scene } from './scenario.ts';

export const strangerPresses = [
  scene(
    'link to a section that is not there',
    `<a id=b href="#tab-reviews">12 reviews</a><main>Wool</main>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'forgotten Bootstrap backdrop: black, opacity 0, over the button',
    `<style>.modal-backdrop{position:fixed;inset:0;z-index:1050;background-color:#000}.modal-backdrop.fade{opacity:0}</style><button id=b type=button>Checkout</button><div class="modal-backdrop fade"></div><script>b.onclick=()=>{b.textContent='…'}</script>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'], path: '/cart' },
  ),
  scene(
    'div role=button by Enter: only a click handler',
    `<div id=b role=button tabindex=0 style="width:120px">Add to cart</div><i id=n>0</i><script>b.onclick=()=>{n.textContent++}</script>`,
    async (d) => {
      await d.key('Tab');
      await d.wait(300);
      await d.key('Enter');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'dead button beside a Bootstrap carousel: the active class goes from slide to slide',
    `<button id=b>Details</button><div class=carousel><div class=carousel-inner>${[0, 1, 2, 3, 4].map((k) => `<div class="carousel-item${k ? '' : ' active'}">slide ${k}</div>`).join('')}</div></div><style>.carousel-item{display:none}.active{display:block}</style><script>let k=0;const s=document.querySelectorAll('.carousel-item');setInterval(()=>{s[k].classList.remove('active');k=(k+1)%5;s[k].classList.add('active')},2500)</script>`,
    async (d) => {
      await d.wait(6000);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button beside a flip clock of single digits: the tens turn',
    `<button id=b>Notify me</button><div class=clock><span id=t>2</span><span id=o>6</span></div><script>let n=26;setInterval(()=>{n--;const [x,y]=[String(Math.floor(n/10)),String(n%10)];if(t.textContent!==x)t.textContent=x;if(o.textContent!==y)o.textContent=y},1000)</script>`,
    async (d) => {
      await d.wait(5200);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button beside a short product film that loops',
    `<button id=b>Details</button><video autoplay muted loop playsinline src="/sound.wav" width=200 height=100></video>`,
    async (d) => {
      await d.wait(3500);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button while a tag manager answers each click with a hidden frame',
    `<button id=b>Details</button><script>document.addEventListener('click',()=>{const f=document.createElement('iframe');f.width=1;f.height=1;f.style.display='none';f.src='/page?slow=200';document.body.append(f)})</script>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button while the root notes the kind of input (what-input)',
    `<button id=b>Details</button><script>const h=document.documentElement;h.dataset.whatinput='initial';addEventListener('pointerdown',()=>{h.dataset.whatinput='mouse'},true)</script>`,
    async (d) => {
      await d.wait(800);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'sold-out size: label of a disabled radio',
    `<fieldset><label id=s><input type=radio name=z> S</label><label id=xl style="display:inline-block;padding:10px"><input type=radio name=z disabled> XL</label></fieldset>`,
    async (d) => {
      await d.click('#s');
      await d.wait(900);
      await d.click('#xl');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'disabled pay button in a disabled fieldset, pressed on its icon',
    `<form><fieldset disabled><button id=b type=submit><span id=i style="display:inline-block;width:60px;height:20px;background:#ccc">Pay</span></button></fieldset></form>`,
    (d) => d.click('#i'),
    { expect: ['dead-click'], path: '/checkout/payment' },
  ),
  scene(
    'dead quick-view button among an autoplaying strip that is scrolled smoothly',
    `<button id=b>Quick view</button><div id=s style="width:300px;overflow:hidden;display:flex">${[1, 2, 3, 4, 5, 6].map((k) => `<div style="flex:0 0 300px;height:80px;background:#${k}${k}a">${k}</div>`).join('')}</div><script>let k=0;setInterval(()=>{k=(k+1)%6;s.scrollTo({left:300*k,behavior:'smooth'})},1500)</script>`,
    async (d) => {
      await d.wait(2900);
      await d.page.evaluate(`new Promise(r=>s.addEventListener('scroll',r,{once:true}))`);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'a dead web component button (two roots deep)',
    `<shop-card id=h></shop-card><script>customElements.define('shop-btn',class extends HTMLElement{constructor(){super();this.attachShadow({mode:'open'}).innerHTML='<button><slot></slot></button>'}});customElements.define('shop-card',class extends HTMLElement{constructor(){super();this.attachShadow({mode:'open'}).innerHTML='<shop-btn id=k>Add</shop-btn>'}})</script>`,
    async (d) => {
      await d.wait(600);
      await d.click('#h #k');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'Magento loading mask that stays, unseen, over everything',
    `<button id=b>Place order</button><div class=loading-mask style="position:fixed;inset:0;opacity:0;background:#fff"><div class=loader></div></div>`,
    (d) => d.click('#b', 5, 200),
    { expect: ['rage-click'], allow: ['dead-click'], path: '/checkout/review' },
  ),
  scene(
    'Bootstrap link with class disabled, pointer-events none',
    `<div class=p><a id=b class="btn btn-primary disabled" href="/page" style="pointer-events:none;opacity:.6;display:inline-block;padding:10px">Checkout</a></div>`,
    (d) => d.click('#b', 4, 220),
    { expect: ['rage-click'], allow: ['dead-click'], path: '/cart' },
  ),
  scene(
    'apply sends a request each time and shows nothing',
    `<div><button id=b type=button>Apply gift card</button></div><script>b.onclick=()=>fetch('/api/200/60',{method:'POST'})</script>`,
    (d) => d.click('#b', 6, 300),
    { expect: ['rage-click'], allow: ['dead-click'], path: '/checkout/review' },
  ),
  scene(
    'keyboard: Enter five times on a dead button',
    `<button id=b type=button>Continue</button>`,
    async (d) => {
      await d.key('Tab');
      await d.key('Enter', 5, 200);
    },
    { expect: ['rage-click'], allow: ['dead-click'] },
  ),
  scene(
    'finger: dead burger tapped four times beside a countdown',
    `<button id=b aria-expanded=false style="width:60px;height:60px">≡</button><b id=t>90</b><script>setInterval(()=>{t.textContent--},1000)</script>`,
    async (d) => {
      await d.wait(2600);
      for (let k = 0; k < 4; k++) {
        await d.page.touchscreen.tap(50, 50);
        await d.wait(250);
      }
    },
    { expect: ['rage-click'], allow: ['dead-click'], touch: true },
  ),
  scene(
    'broken next arrow of a carousel that plays by moving the active class',
    `<div class=c>${[0, 1, 2, 3].map((k) => `<div class="slide${k ? '' : ' active'}">${k}</div>`).join('')}<button id=b aria-label=Next>›</button></div><script>let k=0;const s=document.querySelectorAll('.slide');setInterval(()=>{s[k].classList.remove('active');k=(k+1)%4;s[k].classList.add('active')},1200)</script>`,
    async (d) => {
      await d.wait(7000);
      await d.click('#b', 6, 200);
    },
    { expect: ['rage-click'], allow: ['dead-click'] },
  ),
  scene(
    'tab strip whose script never came: one tab pressed again and again while a looping film plays',
    `<ul class=tabs><li><a id=b href="javascript:;">Reviews</a></li></ul><video autoplay muted loop src="/sound.wav" width=200 height=80></video>`,
    async (d) => {
      await d.wait(2000);
      await d.click('#b', 5, 260);
    },
    { expect: ['rage-click'], allow: ['dead-click'] },
  ),
];
