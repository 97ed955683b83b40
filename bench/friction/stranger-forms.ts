import { scene } from './scenario.ts';

const BUSY = `const busy=(ms)=>{const t=performance.now();while(performance.now()-t<ms);};`;
const ROWS = '<p style="height:70px;background:#eee">row</p>'.repeat(14);

export const strangerForms = [
  scene(
    'CSS modules: errors are called Field_errorText__x1 (React)',
    `<div id=root><div class="Field_root__a1"><input id=p class="Field_input__b2"><span id=e></span></div><button id=b type=button class="Button_primary__z9">Continue</button></div><script>b.onclick=()=>{if(p.value.length<5)e.outerHTML='<span id=e class="Field_errorText__x1">Please enter your street</span>'}</script>`,
    (d) => d.click('#b'),
    { expect: ['validation-error', 'submit-blocked'], path: '/checkout/shipping' },
  ),
  scene(
    'Shoelace-like form-associated elements, required',
    `<form id=f><sl-input id=i></sl-input><button id=b>Next</button></form><script>customElements.define('sl-input',class extends HTMLElement{static formAssociated=true;constructor(){super();const r=this.attachShadow({mode:'open',delegatesFocus:true});r.innerHTML='<input>';const x=this.attachInternals();const n=r.querySelector('input');const c=()=>x.setValidity(n.value?{}:{valueMissing:true},'needed',n);c();n.oninput=c}});f.onsubmit=(e)=>{e.preventDefault()}</script>`,
    (d) => d.click('#b'),
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'vee-validate: wrong mail at blur, corrected',
    `<form novalidate><div class=fg><input id=m name=email><span class="invalid-feedback" id=e style="display:none"></span></div><input id=c></form><script>m.onblur=()=>{const bad=!/@/.test(m.value);m.className=bad?'form-control is-invalid':'form-control is-valid';e.style.display=bad?'block':'none';e.textContent=bad?'not a mail':''}</script>`,
    async (d) => {
      await d.click('#m');
      await d.type('ann');
      await d.key('Tab');
      await d.wait(700);
      await d.click('#m');
      await d.key('End');
      await d.type('@b.test');
      await d.key('Tab');
      await d.wait(700);
    },
    { expect: ['validation-error'] },
  ),
  scene(
    'coupon refused by class, another code typed over it, accepted',
    `<form id=f class=coupon><input id=c><button id=b>Apply</button><div id=e></div></form><script>f.onsubmit=async(x)=>{x.preventDefault();b.textContent='…';await fetch('/api/200/200');b.textContent='Apply';if(c.value.startsWith('S')){e.className='coupon-error';e.textContent='unknown'}else{e.className='';e.textContent='−10%'}}</script>`,
    async (d) => {
      await d.click('#c');
      await d.type('SPRING24', 40);
      await d.click('#b');
      await d.wait(1200);
      await d.click('#c');
      await d.key('ControlOrMeta+a');
      await d.type('WOOL2024', 40);
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked', 'refill'], path: '/cart' },
  ),
  scene(
    'page that comes back from the server with an error summary, the shopper goes to the field and gives up',
    `<form id=f><div class="error-summary" role=alert><p>There is a problem</p></div><div class=field><label>Postcode<input id=z aria-invalid=true value=12></label></div><input id=c><button id=b>Next</button></form>`,
    async (d) => {
      await d.wait(900);
      await d.click('#z');
      await d.wait(600);
      await d.click('#c');
      await d.wait(800);
    },
    { expect: ['validation-error', 'field-abandoned'], path: '/checkout/shipping' },
  ),
  scene(
    'knockout-like: each field gets a message of class mage-error at place order; card left wrong',
    `<form id=f novalidate><div class=control><input id=a name=street></div><div class=control><input id=c name=cc></div><button id=b>Place order</button></form><script>f.onsubmit=(e)=>{e.preventDefault();for(const i of [a,c]){if(i.value.length>3)continue;i.classList.add('mage-error');if(!i.nextSibling)i.insertAdjacentHTML('afterend','<div class="mage-error" generated=true>required</div>')}};for(const i of [a,c])i.oninput=()=>{if(i.value.length>3){i.classList.remove('mage-error');i.nextSibling?.remove()}}</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(900);
      await d.click('#a');
      await d.type('Main 12');
      await d.click('#c');
      await d.type('42');
      await d.click('#a');
      await d.wait(800);
    },
    { expect: ['validation-error', 'submit-blocked', 'field-abandoned'], path: '/checkout/payment' },
  ),
  scene(
    'order refused with 409 (out of stock), said in a line of text',
    `<form id=f><input id=n value=ann><button id=b>Place order</button><p id=o></p></form><script>f.onsubmit=async(e)=>{e.preventDefault();b.disabled=true;const r=await fetch('/api/409/300/orders',{method:'POST'});b.disabled=false;o.textContent=r.ok?'thanks':'sold out'}</script>`,
    (d) => d.click('#b'),
    { expect: ['submit-blocked'], allow: ['validation-error'], path: '/checkout/review' },
  ),
  scene(
    'Stripe-like: card frame, XHR to payment_intents answers 402, card-errors says so',
    `<form id=f><div id=card><iframe srcdoc="<input style='width:90%'>" style="width:300px;height:50px;border:0"></iframe></div><div id=card-errors role=alert></div><button id=b>Pay</button></form><script>f.onsubmit=(e)=>{e.preventDefault();b.disabled=true;const x=new XMLHttpRequest();x.open('POST','/api/402/500/payment_intents/confirm');x.onload=()=>{document.getElementById('card-errors').textContent='declined';b.disabled=false};x.send()}</script>`,
    (d) => d.click('#b'),
    { expect: ['payment-failed'], allow: ['submit-blocked', 'validation-error'], path: '/checkout/payment' },
  ),
  scene(
    'payment on a one-page checkout: the network breaks',
    `<button id=b type=button>Pay now</button><p id=o></p><script>b.onclick=async()=>{o.textContent='…';try{await fetch('/api/200/100/pay',{method:'POST'});o.textContent='thanks'}catch{o.textContent='please try again'}}</script>`,
    async (d) => {
      await (
        d.page as never as {
          route: (u: string, f: (r: { abort: (w: string) => Promise<void> }) => void) => Promise<void>;
        }
      ).route('**/pay', (r) => void r.abort('connectionfailed'));
      await d.click('#b');
    },
    { expect: ['payment-failed'], path: '/checkout/payment' },
  ),
  scene(
    'order API answers 500 after 1.4 s, spinner on the button',
    `<button id=b type=button class=pay>Pay</button><div id=o></div><script>b.onclick=async()=>{b.setAttribute('aria-busy','true');const r=await fetch('/api/500/1400/payments',{method:'POST'});b.removeAttribute('aria-busy');o.textContent='failed'}</script>`,
    (d) => d.click('#b'),
    { expect: ['payment-failed', 'slow-request'], path: '/checkout' },
  ),
  scene(
    'third-party widget fails at load, again as a rejection',
    `<p>Shop</p><script>setTimeout(()=>{window.reviews.render()},900);setTimeout(async()=>{JSON.parse('<html>')},500)</script>`,
    (d) => d.wait(1500),
    { expect: ['script-error'] },
  ),
  scene(
    'add to cart fails after 1.2 s with a rejection; a spinner shows at once',
    `<button id=b>Add</button><script>b.onclick=async()=>{b.textContent='…';const r=await fetch('/api/200/1200');const j=await r.json();b.textContent=j.items.length}</script>`,
    (d) => d.click('#b'),
    { expect: ['error-click', 'slow-request'] },
  ),
  scene(
    'error in an input handler of the size picker, and a script that throws later by itself',
    `<select id=s><option>S<option>M</select><button id=b>Choose</button><script>b.onclick=()=>{b.className='on';window.picker.choose()};setTimeout(()=>{throw new Error('late')},5000)</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(5600);
    },
    { expect: ['error-click', 'script-error'] },
  ),
  scene(
    'filter by XHR: 1.8 s without a sign, countdown beside',
    `<b id=t>100</b><label><input type=button id=b value="Filter: wool"></label><ul id=u><li>all</ul><script>setInterval(()=>{t.textContent--},1000);b.onclick=()=>{const x=new XMLHttpRequest();x.open('GET','/api/200/1800');x.onload=()=>{u.innerHTML='<li>wool'};x.send()}</script>`,
    async (d) => {
      await d.wait(2400);
      await d.click('#b');
    },
    { expect: ['slow-answer', 'slow-request'], path: '/collections/all' },
  ),
  scene(
    'hydration blocks after load, then a heavy filter',
    `<button id=b>Sort</button><ul id=u></ul><script>${BUSY}setTimeout(()=>busy(450),900);b.onclick=()=>{busy(520);u.innerHTML='<li>x'}</script>`,
    async (d) => {
      await d.wait(2200);
      await d.click('#b');
    },
    { expect: ['long-frame', 'slow-interaction'] },
  ),
  scene(
    'typing a code is held up by a heavy formatter',
    `<input id=c><script>${BUSY}c.onkeydown=()=>busy(420)</script>`,
    async (d) => {
      await d.click('#c');
      await d.type('ab', 700);
    },
    { expect: ['long-frame', 'slow-interaction'] },
  ),
  scene(
    'hero is a background picture that comes after 4.2 s',
    `<style>#h{width:700px;height:420px;background:url(/picture?wait=4200)}</style><div id=h></div>`,
    (d) => d.wait(5200),
    { expect: ['slow-load'] },
  ),
  scene(
    'hero inside a web component, late picture without a size pushes the page down',
    `<hero-pic id=h></hero-pic>${ROWS}<script>customElements.define('hero-pic',class extends HTMLElement{constructor(){super();this.attachShadow({mode:'open'}).innerHTML='<img src="/picture?wait=4300" style="display:block;width:700px">'}})</script>`,
    (d) => d.wait(5500),
    { expect: ['slow-load', 'layout-shift'] },
  ),
  scene(
    'late announcement bar pushes the page down',
    `<header id=hd></header>${ROWS}<script>setTimeout(()=>{hd.innerHTML='<div style="height:260px;background:gold">Sale</div>'},1400)</script>`,
    (d) => d.wait(2800),
    { expect: ['layout-shift'] },
  ),
];
