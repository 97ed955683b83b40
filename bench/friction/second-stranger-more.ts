// Longer than files here are: labelled pages, one after the other.
import { scene } from './scenario.ts';

export const secondStrangerMore = [
  scene(
    'message of class error stands beside the field; gone back to, left wrong',
    `<form id=f novalidate><div class=field><label>Postcode</label><input id=z name=zip><span id=e class=error hidden>Five digits please</span></div><div class=field><input id=c name=city></div><button id=b>Continue</button></form><script>f.onsubmit=(x)=>{x.preventDefault();e.hidden=z.value.length===5};z.oninput=()=>{if(z.value.length===5)e.hidden=true}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
      await d.wait(1200);
      await d.click('#z');
      await d.type('123');
      await d.click('#c');
      await d.wait(900);
    },
    { expect: ['validation-error', 'submit-blocked', 'field-abandoned'], path: '/checkout/shipping' },
  ),
  scene(
    'rage: each press writes the same markup again, and nothing is to be seen',
    `<button id=b type=button>Refresh rates</button><div id=o><p>Standard 4.90</p></div><script>b.onclick=()=>{o.innerHTML='<p>Standard 4.90</p>'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b', 5, 300);
    },
    { expect: ['rage-click'], allow: ['dead-click'], path: '/checkout/shipping' },
  ),
  scene(
    'main is left inert after a drawer closed: the button in it is dead',
    `<main inert><button id=b type=button>Checkout</button></main>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/cart' },
  ),
  scene(
    'summary whose toggle is prevented',
    `<details><summary id=s>Delivery</summary>3 days</details><script>s.onclick=(e)=>e.preventDefault()</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#s');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'dead button beside a countdown inside an open shadow root',
    `<count-down id=h></count-down><button id=b type=button>Details</button><script>customElements.define('count-down',class extends HTMLElement{constructor(){super();const r=this.attachShadow({mode:'open'});let n=600;const go=()=>{r.innerHTML='<div><b>'+Math.floor(n/60)+'</b>:<b>'+n%60+'</b></div>';n--};go();setInterval(go,1000)}})</script>`,
    async (d) => {
      await d.wait(3400);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'dead button beside a progress bar that grows every 400 ms by style',
    `<div style="width:300px;background:#eee"><div id=p style="height:8px;width:0;background:#090"></div></div><button id=b type=button>Details</button><script>let w=0;setInterval(()=>{w=(w+1)%100;p.style.width=w+'%'},400)</script>`,
    async (d) => {
      await d.wait(2400);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'dead button beside a ticker whose node is replaced each second',
    `<div id=w><span>0</span></div><button id=b type=button>Details</button><script>let n=0;setInterval(()=>{const s=document.createElement('span');s.textContent=++n;w.replaceChild(s,w.firstChild)},1000)</script>`,
    async (d) => {
      await d.wait(3400);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'a fast price ticker of 100 ms beside a dead button',
    `<b id=t>0</b><button id=b type=button>Details</button><script>setInterval(()=>{t.textContent=(Math.random()*9).toFixed(2)},100)</script>`,
    async (d) => {
      await d.wait(2400);
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'terms: a required checkbox is left out, native',
    `<form id=f action="/page"><label><input type=checkbox required name=terms> Terms</label><button id=b>Place order</button></form>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'], path: '/checkout/review' },
  ),
  scene(
    'form in a web component: aria-invalid inside two shadow roots',
    `<shop-form id=h></shop-form><script>customElements.define('shop-field',class extends HTMLElement{constructor(){super();this.attachShadow({mode:'open'}).innerHTML='<input><div id=e></div>'}});customElements.define('shop-form',class extends HTMLElement{constructor(){super();const r=this.attachShadow({mode:'open'});r.innerHTML='<shop-field></shop-field><button id=k>Continue</button>';r.querySelector('button').onclick=()=>{const f=r.querySelector('shop-field').shadowRoot;f.querySelector('input').setAttribute('aria-invalid','true');f.querySelector('#e').textContent='needed'}}})</script>`,
    async (d) => {
      await d.wait(900);
      await d.click('#h #k');
    },
    { expect: ['validation-error', 'submit-blocked'], path: '/checkout/shipping' },
  ),
  scene(
    'postcode refused by 422, told in plain text; by Enter with XHR',
    `<form id=f><input id=z name=zip value=12><button>Check</button><p id=o></p></form><script>f.onsubmit=(e)=>{e.preventDefault();o.textContent='…';const x=new XMLHttpRequest();x.open('POST','/api/422/300/zip');x.onload=()=>{o.textContent='We do not deliver there'};x.send()}</script>`,
    async (d) => {
      await d.click('#z');
      await d.key('Enter');
    },
    { expect: ['submit-blocked'], allow: ['validation-error'], path: '/checkout/shipping' },
  ),
  scene(
    'SPA link: 1.8 s of nothing, then pushState and a new view',
    `<a id=b href="/product/linen">Linen</a><main id=v>list</main><script>b.onclick=async(e)=>{e.preventDefault();await fetch('/api/200/1800/product');history.pushState({},'','/product/linen');v.textContent='Linen'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['slow-answer', 'slow-request'], path: '/collections/all' },
  ),
  scene(
    'slow submit of 2.5 s with a spinner at once',
    `<form id=f><button id=b>Place order</button></form><script>f.onsubmit=async(e)=>{e.preventDefault();b.disabled=true;b.innerHTML='<i class=spinner></i>';await fetch('/api/200/2500/orders',{method:'POST'});document.body.innerHTML='<h1>Thank you</h1>'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['slow-request'], path: '/checkout/review' },
  ),
  scene(
    'rejected promise after a failed save (500), with a toast',
    `<button id=b type=button>Save for later</button><script>b.onclick=async()=>{const r=await fetch('/api/500/200/save',{method:'POST'});document.body.insertAdjacentHTML('beforeend','<div class=toast>Oops</div>');if(!r.ok)throw new Error('save')}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['error-click'], path: '/cart' },
  ),
  scene(
    'quiet: hover on place order for two seconds, then press',
    `<form id=f><button id=b>Place order</button></form><p id=o></p><script>f.onsubmit=(e)=>{e.preventDefault();o.textContent='Thanks'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.hover('#b');
      await d.wait(2000);
      await d.click('#b');
    },
    { path: '/checkout/review' },
  ),
  scene(
    'quiet: search twice by Enter',
    `<form id=f role=search><input id=q name=q></form><ul id=u></ul><script>f.onsubmit=async(e)=>{e.preventDefault();await fetch('/api/200/150');u.innerHTML='<li>'+q.value}</script>`,
    async (d) => {
      await d.click('#q');
      await d.type('wool scarf', 50);
      await d.key('Enter');
      await d.wait(900);
      await d.key('ControlOrMeta+a');
      await d.type('linen shirt', 50);
      await d.key('Enter');
    },
    { path: '/search' },
  ),
  scene(
    'quiet: date picker, month forward thrice, a day chosen; readonly field filled by script',
    `<input id=i readonly name=date placeholder=Date><div id=p hidden style="position:absolute;background:#fff"><button id=n type=button>›</button><span id=m>1</span><div id=g></div></div><script>let k=1;const r=()=>{m.textContent=k;g.innerHTML=[1,2,3,4].map(x=>'<button type=button class=day id=d'+x+'>'+x+'</button>').join('')};r();i.onclick=()=>{p.hidden=false};n.onclick=()=>{k++;r()};g.onclick=(e)=>{i.value=e.target.textContent+'.'+k;p.hidden=true}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#i');
      await d.wait(500);
      await d.click('#n', 3, 250);
      await d.wait(400);
      await d.click('#d3');
    },
    { path: '/checkout/delivery' },
  ),
  scene(
    'quiet: sizes as radio and label, one sold out is shown as such and not pressed; chosen twice',
    `<style>input{position:absolute;opacity:0}input:checked+label{outline:2px solid}</style><fieldset><input type=radio name=s id=s1><label for=s1 id=l1>S</label> <input type=radio name=s id=s2><label for=s2 id=l2>M</label> <input type=radio name=s id=s3 disabled><label for=s3>L</label></fieldset>`,
    async (d) => {
      await d.wait(400);
      await d.click('#l1');
      await d.wait(500);
      await d.click('#l2', 2, 700);
    },
    { path: '/product/wool' },
  ),
  scene(
    'quiet: coupon code copied by the clipboard API, says copied',
    `<code>WOOL10</code><button id=b type=button><span id=s>Copy</span></button><script>b.onclick=async()=>{try{await navigator.clipboard.writeText('WOOL10')}catch{}s.textContent='Copied!';setTimeout(()=>{s.textContent='Copy'},2000)}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
  ),
  scene(
    'quiet: toast container of react-hot-toast, heart toggled thrice by class, ticker beside',
    `<b id=t>0</b><button id=b type=button class=heart>♥</button><div id=_rht style="position:fixed;inset:16px;pointer-events:none"></div><script>setInterval(()=>{t.textContent++},1000);b.onclick=()=>{b.classList.toggle('on');const d=document.createElement('div');d.className='go';d.textContent='Saved';_rht.append(d);setTimeout(()=>d.remove(),1500)}</script>`,
    async (d) => {
      await d.wait(2600);
      await d.click('#b', 3, 500);
    },
    { path: '/product/wool' },
  ),
  scene(
    'quiet: own player controls: play, mute, speed',
    `<video id=v src="/sound.wav" width=200 height=100></video><div class=bar><button id=p type=button>▶</button><button id=m type=button>🔇</button></div><script>p.onclick=()=>v.play();m.onclick=()=>{v.muted=!v.muted}</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#p');
      await d.wait(500);
      await d.click('#m');
    },
    { path: '/product/wool' },
  ),
  scene(
    'quiet: costs come, the shopper goes on after a second and a half',
    `<button id=e type=button>Estimate</button><div id=t></div><button id=b type=button class=checkout>Checkout</button><p id=o></p><script>e.onclick=()=>{t.innerHTML='<div class="shipping-cost">Shipping 4.90</div>'};b.onclick=()=>{o.textContent='…'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#e');
      await d.wait(1500);
      await d.click('#b');
    },
    { path: '/cart' },
  ),
  scene(
    'quiet: header mini-cart opens on hover by script and is read for a few seconds',
    `<header><div id=w style="width:120px"><a id=a href="/page" class="header__icon--cart">Cart</a><div id=d hidden>1 item, 20.00</div></div></header><script>w.onmouseenter=()=>{d.hidden=false};w.onmouseleave=()=>{d.hidden=true}</script>`,
    async (d) => {
      await d.wait(400);
      await d.hover('#a');
      await d.wait(2600);
      await d.page.mouse.move(600, 300, { steps: 5 });
    },
    { path: '/product/wool' },
  ),
  scene(
    'quiet: one scroll brings “Add to cart” under the resting pointer, one reads there, and scrolls on',
    `<div id=x style="height:800px;background:#eee">Wool, from sheep</div><form onsubmit="return false"><button style="width:100%;height:120px" class="add-to-cart">Add to cart</button></form><div style="height:2000px;background:#eee">More</div>`,
    async (d) => {
      await d.page.mouse.move(300, 200);
      await d.page.mouse.move(600, 400, { steps: 6 });
      await d.wait(600);
      await d.wheel(480);
      await d.wait(2600);
      await d.wheel(700);
      await d.wait(400);
    },
    { path: '/product/wool' },
  ),
  scene(
    'dead “Use saved address”; 1.3 s later the shopper types into the field himself',
    `<form onsubmit="return false"><input id=m name=street><button id=b type=button>Use saved address</button></form>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
      await d.wait(1300);
      await d.click('#m');
      await d.type('Main 12');
    },
    { expect: ['dead-click'], path: '/checkout/shipping' },
  ),
  scene(
    'dead press; a second later another button is pressed that answers after 500 ms',
    `<button id=b type=button>Size guide</button><div style="height:90px"></div><button id=c type=button>Add to cart</button><p id=o></p><script>c.onclick=()=>setTimeout(()=>{o.textContent='added'},500)</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
      await d.wait(1000);
      await d.click('#c');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
  scene(
    'quiet: dashed error words: an icon of class icon-error in a hidden template, field well filled',
    `<form onsubmit="return false"><div class=field><input id=a name=street><svg class="icon icon-error" style="display:none" width=10 height=10></svg></div><div class=field><input id=c name=city></div></form><script>a.onblur=()=>{a.classList.add('is-valid')}</script>`,
    async (d) => {
      await d.click('#a');
      await d.type('Main 12');
      await d.click('#c');
      await d.type('Town');
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'Bootstrap spinner is appended to the button at the click, the answer comes after 2 s',
    `<button id=b type=button class="btn btn-primary">Apply</button><p id=o></p><script>b.onclick=async()=>{b.insertAdjacentHTML('beforeend',' <span class="spinner-border spinner-border-sm" aria-hidden="true"></span>');await fetch('/api/200/2000/apply',{method:'POST'});b.querySelector('span').remove();o.textContent='Applied'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['slow-request'], path: '/cart' },
  ),
  scene(
    'spinner element alone is appended to the button at the click, the answer comes after 2 s',
    `<button id=b type=button class="btn btn-primary">Apply</button><p id=o></p><script>b.onclick=async()=>{const s=document.createElement('span');s.className='spinner-border spinner-border-sm';b.appendChild(s);await fetch('/api/200/2000/apply',{method:'POST'});s.remove();o.textContent='Applied'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['slow-request'], path: '/cart' },
  ),
  scene(
    'the button gets the class loading alone (CSS spinner) for 2 s at pointerdown-less click',
    `<style>.loading{opacity:.4}</style><button id=b type=button>Apply</button><p id=o></p><script>b.onclick=async()=>{b.classList.add('loading');await fetch('/api/200/2000/apply',{method:'POST'});b.classList.remove('loading');o.textContent='Applied'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['slow-request'], path: '/cart' },
  ),
  scene(
    'top progress bar (NProgress) shows at once while the press waits for 2 s',
    `<button id=b type=button>Sort by price</button><ul id=u><li>a</ul><script>b.onclick=async()=>{document.documentElement.classList.add('nprogress-busy');const n=document.createElement('div');n.id='nprogress';n.innerHTML='<div class="bar" style="position:fixed;top:0;left:0;width:40%;height:3px;background:#06c"></div>';document.body.append(n);await fetch('/api/200/2000/list');n.remove();u.innerHTML='<li>b'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['slow-request'], path: '/collections/wool' },
  ),
  scene(
    'dead button; then Tab and Space on another that answers',
    `<button id=b type=button>Size guide</button> <button id=c type=button aria-pressed=false>♡</button><script>c.onclick=()=>c.setAttribute('aria-pressed','true')</script>`,
    async (d) => {
      await d.wait(500);
      await d.click('#b');
      await d.wait(1000);
      await d.key('Tab');
      await d.key('Space');
    },
    { expect: ['dead-click'], path: '/product/wool' },
  ),
];
