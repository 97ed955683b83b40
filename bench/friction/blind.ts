import { scene } from './scenario.ts';

const list = (n: number) =>
  Array.from({ length: n }, (_, k) => `<li style="height:80px">row ${k}</li>`).join('');

/** Written after the rules were settled, without looking at them: what another person would try. */
export const BLIND = [
  scene(
    'accordion whose body grows by height alone',
    `<button id=b aria-expanded=false>Care</button><div id=p style="height:0;overflow:hidden">Wash cold</div><script>b.onclick=()=>{p.style.height=p.style.height==='0px'?'60px':'0px'}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'colour swatches change the picture’s address',
    `<img id=i src="/picture?wait=10" width=200 height=120><button id=b style="width:40px;height:40px"></button><script>let n=0;b.onclick=()=>{i.src='/picture?wait=10&c='+ ++n}</script>`,
    (d) => d.click('#b', 5, 200),
  ),
  scene(
    'star rating by radio and CSS',
    `<style>input{position:absolute;opacity:0}</style>${[1, 2, 3, 4, 5].map((k) => `<input type=radio name=s id=s${k}><label id=l${k} for=s${k} style="padding:10px;cursor:pointer">★</label>`).join('')}`,
    async (d) => {
      for (const k of [2, 5, 3]) await d.click(`#l${k}`);
    },
  ),
  scene(
    'cart drawer slides in by a class on the body',
    `<style>#w{position:fixed;right:-300px;top:0;width:300px;height:100%;background:#eee;transition:right .3s}.open #w{right:0}</style><button id=b>Bag</button><div id=w>Bag</div><script>b.onclick=()=>document.body.classList.add('open')</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'style sheet variable changes: dark mode',
    `<style>:root{--x:#fff}body{background:var(--x)}</style><button id=b>Dark</button><script>b.onclick=()=>document.documentElement.style.setProperty('--x','#222')</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'virtual list that recycles its rows as one scrolls',
    `<div id=v style="height:300px;overflow:auto"><ul id=u style="height:4000px">${list(8)}</ul></div><script>v.onscroll=()=>{for(const l of u.children)l.textContent='row '+Math.round(v.scrollTop)}</script>`,
    async (d) => {
      await d.hover('#v');
      await d.wheel(800);
      await d.wheel(800);
    },
  ),
  scene(
    'load more, two seconds without a sign',
    `<ul id=u>${list(2)}</ul><button id=b>Load more</button><script>b.onclick=async()=>{await fetch('/api/200/2000');u.insertAdjacentHTML('beforeend','<li>more')}</script>`,
    (d) => d.click('#b'),
    { expect: ['slow-answer', 'slow-request'] },
  ),
  scene(
    'video thumbnail that starts the video',
    `<div id=t style="cursor:pointer;width:200px;height:100px;background:#333"></div><video id=v src="/sound.wav"></video><script>t.onclick=()=>v.play()</script>`,
    (d) => d.click('#t'),
  ),
  scene(
    'wishlist icon without a handler',
    `<span id=b style="cursor:pointer;display:inline-block;width:30px;height:30px">♡</span>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'size that is sold out: aria-disabled, nothing happens',
    `<div id=b role=button aria-disabled=true style="width:60px;height:30px">XL</div>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'place order is disabled until terms are accepted',
    `<form><label id=l><input type=checkbox id=k> Terms</label><button id=b type=button disabled>Order</button><p id=o></p></form><script>k.onchange=()=>{b.disabled=!k.checked};b.onclick=()=>{o.textContent='thanks'}</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(1500);
      await d.click('#l');
      await d.wait(600);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'three different dead links in a row',
    `<nav>${[1, 2, 3].map((k) => `<a id=a${k} href="#" style="display:block;margin:40px" onclick="return false">Link ${k}</a>`).join('')}</nav>`,
    async (d) => {
      for (const k of [1, 2, 3]) {
        await d.click(`#a${k}`);
        await d.wait(900);
      }
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'frantic presses on a dead tile with a live chat widget beside',
    `<div id=b style="cursor:pointer;width:150px;height:90px;background:#eee">Offer</div><div id=c></div><script>let n=0;const go=()=>{c.innerHTML='<p>agent '+ ++n+'</p>';setTimeout(go,400+Math.random()*900)};go()</script>`,
    async (d) => {
      await d.wait(3000);
      await d.click('#b', 7, 150);
    },
    { expect: ['rage-click'], allow: ['dead-click'] },
  ),
  scene(
    'next picture, pressed fast, cross-fading by opacity',
    `<div id=i style="width:200px;height:100px;background:#a33;transition:opacity .2s"></div><button id=b>›</button><script>let k=0;b.onclick=()=>{i.style.opacity=.5;setTimeout(()=>{i.style.opacity=1;i.dataset.k=++k},120)}</script>`,
    (d) => d.click('#b', 6, 180),
  ),
  scene(
    'error in a timer long after a press',
    `<button id=b>Like</button><i id=n>0</i><script>b.onclick=()=>{n.textContent++};setTimeout(()=>{null.x},5000)</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(5500);
    },
    { expect: ['script-error'] },
  ),
  scene(
    'error by keyboard: Enter on a broken button',
    `<button id=b>Apply</button><script>b.onclick=()=>{undefinedFunction()}</script>`,
    async (d) => {
      await d.page.locator('#b').focus();
      await d.key('Enter');
    },
    { expect: ['error-click'], allow: ['dead-click', 'script-error'] },
  ),
  scene(
    'password rules, shown by an alert beside the field while typing',
    `<form><label>Password<input id=p type=password></label><div id=o role=alert></div><input id=c></form><script>p.oninput=()=>{o.textContent=p.value.length<8?'at least 8':''}</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('abc');
    },
    { expect: ['validation-error'] },
  ),
  scene(
    'pattern and maxlength native errors on two fields',
    `<form action="/page"><input id=z pattern="[0-9]{5}" required><input id=y type=number min=1 max=5><button id=b>Next</button></form>`,
    async (d) => {
      await d.click('#z');
      await d.type('12a');
      await d.click('#y');
      await d.type('9');
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'bootstrap: was-validated on the form, invalid-feedback by CSS',
    `<style>.invalid-feedback{display:none}.was-validated :invalid~.invalid-feedback{display:block}</style><form id=f novalidate><div><input id=p required><div class=invalid-feedback>Needed</div></div><button id=b>Next</button></form><script>f.onsubmit=(e)=>{e.preventDefault();if(!f.checkValidity())f.classList.add('was-validated')}</script>`,
    (d) => d.click('#b'),
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'Material: error helper text and class on the wrapper',
    `<form id=f novalidate><div id=w class="MuiFormControl"><input id=p><p id=h class="helper"></p></div><button id=b>Next</button></form><script>f.onsubmit=(e)=>{e.preventDefault();h.className='helper Mui-error';h.textContent='Required'}</script>`,
    (d) => d.click('#b'),
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'coupon is refused with 400 and a note',
    `<form id=f><input id=p><button id=b>Apply</button><span id=o></span></form><script>f.onsubmit=async(e)=>{e.preventDefault();const r=await fetch('/api/400/200',{method:'POST'});o.textContent=r.ok?'ok':'not valid'}</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('SAVE10', 30);
      await d.click('#b');
    },
    { expect: ['submit-blocked'], allow: ['validation-error'] },
  ),
  scene(
    'one field is corrected at once and sent',
    `<form action="/page"><input id=m type=email required><button id=b>Next</button></form>`,
    async (d) => {
      await d.click('#m');
      await d.type('a@');
      await d.click('#b');
      await d.wait(500);
      await d.click('#m');
      await d.key('End');
      await d.type('b.test');
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'date in three boxes that jump on by themselves',
    `<form><input id=a maxlength=2 size=2><input id=b maxlength=2 size=2><input id=c maxlength=4 size=4></form><script>a.oninput=()=>{if(a.value.length===2)b.focus()};b.oninput=()=>{if(b.value.length===2)c.focus()}</script>`,
    async (d) => {
      await d.click('#a');
      await d.type('01021990', 90);
    },
  ),
  scene('quantity typed anew', `<form><input id=q type=number value=1></form>`, async (d) => {
    await d.click('#q');
    await d.key('ControlOrMeta+a');
    await d.type('12');
    await d.key('Backspace', 2);
    await d.type('3');
  }),
  scene(
    'phone number written twice',
    `<form><input id=p type=tel><input id=c></form>`,
    async (d) => {
      await d.click('#p');
      await d.type('0611223344', 40);
      await d.wait(500);
      await d.key('ControlOrMeta+a');
      await d.key('Delete');
      await d.type('0699887766', 40);
    },
    { expect: ['refill'] },
  ),
  scene(
    'long look at the card field, then typing',
    `<form><input id=p autocomplete=cc-number><input id=e></form>`,
    async (d) => {
      await d.page.locator('#p').focus();
      await d.wait(4200);
      await d.type('4242');
    },
    { expect: ['hesitation-first-input'], path: '/checkout/payment' },
  ),
  scene(
    'tabbing through a form quickly',
    `<form><input id=a><input id=b><input id=c><button id=s type=button>Go</button></form>`,
    async (d) => {
      await d.click('#a');
      for (const word of ['ann', 'lee', 'town']) {
        await d.type(word);
        await d.key('Tab');
      }
    },
  ),
  scene(
    'the pointer waits on a buy link that looks like a button',
    `<a id=x class="button buy-now" href="/page" style="display:inline-block;padding:20px">Buy</a>`,
    async (d) => {
      await d.hover('#x');
      await d.wait(4000);
      await d.page.mouse.move(700, 500, { steps: 4 });
      await d.wait(200);
    },
    { expect: ['hesitation-target'] },
  ),
  scene(
    'hash routes, back and forth with the browser’s own button',
    `<h1>shop</h1>`,
    async (d) => {
      for (const hash of ['#/cart', '#/shipping']) {
        await d.page.evaluate(`location.hash='${hash}'`);
        await d.wait(900);
      }
      await d.page.goBack();
      await d.wait(900);
      await d.page.goForward();
      await d.wait(900);
    },
    { expect: ['back-and-forth'] },
  ),
  scene(
    'looking for something: up and down three times',
    `<main style="height:5000px;background:linear-gradient(#fff,#dde)">list</main>`,
    async (d) => {
      for (let k = 0; k < 3; k++) {
        await d.wheel(900);
        await d.wheel(-700);
      }
      await d.wait(700);
    },
    { expect: ['scroll-reversal'] },
  ),
  scene(
    'tax appears in the summary after the address, and is looked at for long',
    `<form><input id=a></form><dl class=summary><dt>Goods</dt><dd>10</dd></dl><button id=b>Pay</button><p id=o></p><script>a.onchange=()=>{const r=document.createElement('div');r.className='tax-row';r.innerHTML='<dt>Tax</dt><dd>2.10</dd>';document.querySelector('dl').append(r)};b.onclick=()=>{o.textContent='ok'}</script>`,
    async (d) => {
      await d.click('#a');
      await d.type('Main 1');
      await d.key('Tab');
      await d.wait(6500);
      await d.click('#b');
    },
    { expect: ['cost-dwell'], path: '/checkout' },
  ),
  scene(
    'the card is declined by the payment API, called from a button outside a form',
    `<div><input id=c inputmode=numeric><button id=b>Pay now</button><p id=o></p></div><script>b.onclick=async()=>{b.disabled=true;const r=await fetch('/api/402/600/charge',{method:'POST'});o.textContent='declined';b.disabled=false}</script>`,
    async (d) => {
      await d.click('#c');
      await d.type('4000000000000002', 20);
      await d.click('#b');
    },
    { expect: ['payment-failed'], allow: ['submit-blocked'] },
  ),
  scene(
    'the page shifts twice while it loads late parts',
    `<div id=a></div>${list(10)}<script>setTimeout(()=>{a.style.height='250px'},900);setTimeout(()=>{a.style.height='500px'},1500)</script>`,
    (d) => d.wait(2600),
    { expect: ['layout-shift'] },
  ),
  scene(
    'typing is answered slowly by a heavy list',
    `<input id=q><div id=o></div><script>q.oninput=()=>{const t=performance.now();while(performance.now()-t<450);o.textContent=q.value.length}</script>`,
    async (d) => {
      await d.click('#q');
      await d.type('wool', 600);
    },
    { expect: ['slow-interaction', 'long-frame'] },
  ),
];
