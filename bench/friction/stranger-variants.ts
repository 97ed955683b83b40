import { scene } from './scenario.ts';

const LATE = (extra: string) =>
  `<button id=b type=button>Add to bag</button> <mini-cart id=h></mini-cart><p id=x></p><script>setTimeout(()=>{customElements.define('mini-cart',class extends HTMLElement{connectedCallback(){this.attachShadow({mode:'open'}).innerHTML='<b>0</b>'}});${extra}},1200);b.onclick=()=>{const n=h.shadowRoot?.querySelector('b');if(n)n.textContent=+n.textContent+1;window.__n=n?.textContent}</script>`;
const STEP = (a: string, z: string) =>
  `<qty-step id=h></qty-step><script>customElements.define('qty-step',class extends HTMLElement{constructor(){super();const r=this.attachShadow({mode:'open'});r.innerHTML='${a}<button id=m>-</button><input type=number value=1><button id=p>+</button>${z}';const i=r.querySelector('input');r.querySelector('#p').onclick=()=>{i.value=+i.value+1}}})</script>`;
const GUIDE = `<style>#guide{position:fixed;inset:0;background:#fffe;visibility:hidden;opacity:0;transition:opacity .2s}#guide:target{visibility:visible;opacity:1}</style><a id=b href="#guide">Size guide</a><div id=guide><div class=box><p>Sizes</p><a id=x href="#">Close</a></div></div>`;

export const strangerVariants = [
  scene(
    'lightbox: press removes the picture alone',
    `<button id=b>Close</button><div id=w><img src="/picture?c=1" width=300 height=200></div><script>b.onclick=()=>w.firstChild.remove()</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'chat: the frame is removed',
    `<button id=b>Close chat</button><div id=w><iframe src="/page" width=300 height=200></iframe></div><script>b.onclick=()=>{w.innerHTML=''}</script>`,
    async (d) => {
      await d.wait(900);
      await d.click('#b');
    },
  ),
  scene('stepper in a shadow root, wrapped in a div', STEP('<div>', '</div>'), async (d) => {
    await d.wait(500);
    await d.click('#h #p', 5, 220);
  }),
  scene('stepper at the top of a shadow root, one press', STEP('', ''), async (d) => {
    await d.wait(500);
    await d.click('#h #p');
  }),
  scene('target modal, opened alone', GUIDE, (d) => d.click('#b')),
  scene('target modal, closed alone', GUIDE.replace('<script', '<script'), async (d) => {
    await d.page.evaluate(`location.hash='guide'`);
    await d.wait(900);
    await d.click('#x');
    await d.wait(300);
  }),
  scene(
    'error texts stand in the page, visibility hidden',
    `<style>.error{visibility:hidden}.bad .error{visibility:visible}</style><form><div class=field><input id=a><p class=error>Please enter a street</p></div><div class=field><input id=c><p class=error>Please enter a city</p></div></form>`,
    async (d) => {
      await d.click('#a');
      await d.type('Main 1');
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'error texts stand in the page, opacity 0',
    `<style>.error-message{opacity:0}</style><form><div class=field><input id=a><p class="error-message">Please enter a street</p></div><div class=field><input id=c></div></form>`,
    async (d) => {
      await d.click('#a');
      await d.type('Main 1');
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'coupon refused after 700 ms by class, another typed over',
    `<form id=f class=coupon><input id=c><button id=b>Apply</button><div id=e></div></form><script>f.onsubmit=async(x)=>{x.preventDefault();b.textContent='…';await fetch('/api/200/700');b.textContent='Apply';if(c.value.startsWith('S')){e.className='coupon-error';e.textContent='unknown'}else{e.className='';e.textContent='−10%'}}</script>`,
    async (d) => {
      await d.click('#c');
      await d.type('SPRING24', 40);
      await d.click('#b');
      await d.wait(1500);
      await d.click('#c');
      await d.key('ControlOrMeta+a');
      await d.type('WOOL2024', 40);
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked', 'refill'], path: '/cart' },
  ),
  scene(
    'wrong first code is emptied by Backspace, after the refusal shown at 200 ms',
    `<form id=f class=coupon><input id=c><button id=b>Apply</button><div id=e></div></form><script>f.onsubmit=async(x)=>{x.preventDefault();b.textContent='…';await fetch('/api/200/200');b.textContent='Apply';e.className='coupon-error';e.textContent='unknown'}</script>`,
    async (d) => {
      await d.click('#c');
      await d.type('SPRING24', 40);
      await d.click('#b');
      await d.wait(1500);
      await d.click('#c');
      await d.key('Backspace', 8, 50);
      await d.type('WOOL2024', 40);
    },
    { expect: ['validation-error', 'submit-blocked', 'refill'], path: '/cart' },
  ),
  scene(
    'server-rendered: aria-invalid and aria-describedby alone',
    `<form><div class=field><label>Postcode<input id=z aria-invalid=true aria-describedby=h value=12></label><p id=h class=hint>Enter a postcode</p></div><input id=c><button id=b>Next</button></form>`,
    (d) => d.wait(900),
    { expect: ['validation-error'], path: '/checkout/shipping' },
  ),
  scene(
    'dead button beside a carousel by class, after more than two rounds',
    `<button id=b>Details</button><div class=c>${[0, 1, 2, 3].map((k) => `<div class="slide${k ? '' : ' active'}">${k}</div>`).join('')}</div><script>let k=0;const s=document.querySelectorAll('.slide');setInterval(()=>{s[k].classList.remove('active');k=(k+1)%4;s[k].classList.add('active')},1500)</script>`,
    async (d) => {
      await d.wait(15500);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button, a countdown whose minute turns',
    `<button id=b>Notify me</button><div class=clock><span id=m>12</span>:<span id=s>06</span></div><script>let n=726;setInterval(()=>{n--;const x=String(Math.floor(n/60));if(m.textContent!==x)m.textContent=x;s.textContent=n%60},1000)</script>`,
    async (d) => {
      await d.wait(5300);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'delivery date: button opens the platform picker',
    `<div><input type=date id=i style="visibility:visible"></div><div><div><div><div><button id=b type=button>Choose a date</button></div></div></div></div><script>b.onclick=()=>i.showPicker()</script>`,
    (d) => d.click('#b'),
    { path: '/checkout/delivery' },
  ),
  scene('late element, and something is added after it', LATE(`x.innerHTML='<i>late</i>'`), async (d) => {
    await d.wait(3500);
    await d.click('#b');
  }),
  scene('late element, nothing added after it', LATE(''), async (d) => {
    await d.wait(3500);
    await d.click('#b');
  }),
  scene(
    'network breaks while paying: what the entries say',
    `<button id=b type=button>Pay now</button><p id=o></p><script>b.onclick=async()=>{o.textContent='…';try{await fetch('/api/200/100/pay',{method:'POST'});o.textContent='thanks'}catch{o.textContent='please try again'}}</script>`,
    async (d) => {
      await (
        d.page as never as {
          route: (u: string, f: (r: { abort: (w: string) => Promise<void> }) => void) => Promise<void>;
        }
      ).route('**/pay', (r) => void r.abort('connectionfailed'));
      await d.click('#b');
      await d.wait(600);
    },
    { expect: ['payment-failed'], path: '/checkout/payment' },
  ),
  scene(
    'mage-error field gone back to, changed, left wrong (class on the field alone)',
    `<form id=f novalidate><div><input id=c name=cc></div><div><input id=a></div><button id=b>Place order</button></form><script>f.onsubmit=(e)=>{e.preventDefault();if(c.value.length<9)c.classList.add('is-invalid')}</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(900);
      await d.click('#c');
      await d.type('42');
      await d.click('#a');
      await d.wait(900);
    },
    { expect: ['validation-error', 'submit-blocked', 'field-abandoned'] },
  ),
  scene(
    'focus menu by opacity alone',
    `<style>.p{opacity:0}.m:focus-within .p{opacity:1}</style><nav><div class=m><button id=b aria-haspopup=true>Women</button><div class=p><a href="/page">Coats</a></div></div></nav>`,
    (d) => d.click('#b'),
  ),
  scene(
    'role=button by Space ×4, no key handler',
    `<div id=b role=button tabindex=0 style="width:120px">Add</div><script>b.onclick=()=>b.append('!')</script>`,
    async (d) => {
      await d.key('Tab');
      await d.key('Space', 4, 200);
    },
    { expect: ['rage-click'], allow: ['dead-click'] },
  ),
  scene(
    'role=button by Enter with a key handler',
    `<div id=b role=button tabindex=0 style="width:120px">Add</div><i id=n>0</i><script>b.onclick=()=>{n.textContent++};b.onkeydown=(e)=>{if(e.key==='Enter')b.click()}</script>`,
    async (d) => {
      await d.key('Tab');
      await d.key('Enter', 3, 300);
    },
  ),
];
