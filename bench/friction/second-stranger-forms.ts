// Longer than files here are: labelled pages, one after the other.
import { scene } from './scenario.ts';

const LONG = '<div style="height:5000px;background:linear-gradient(#fff,#cdd)">list</div>';
const BUSY = `const busy=(ms)=>{const t=performance.now();while(performance.now()-t<ms);};`;
const SHELL = `<h1>Step</h1><nav></nav><div id=o></div>`;

/** Trouble with forms, paying, doubt and speed. */
export const secondStrangerForms = [
  scene(
    'React Hook Form with Tailwind: error lines of class text-red-500, aria-invalid on the fields',
    `<form id=f noValidate><input id=a name=email aria-invalid=false><div id=ea></div><button id=b>Continue</button></form><script>f.onsubmit=(e)=>{e.preventDefault();if(!a.value.includes('@')){a.setAttribute('aria-invalid','true');ea.innerHTML='<p class="text-sm text-red-500">Email is required</p>';a.focus()}}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'], path: '/checkout/shipping' },
  ),
  scene(
    'Tailwind error lines alone (text-red-600), no ARIA',
    `<form id=f novalidate><div><input id=a name=zip class="border rounded"><p id=ea></p></div><button id=b>Continue</button></form><script>f.onsubmit=(e)=>{e.preventDefault();a.classList.add('border-red-600');ea.className='mt-2 text-sm text-red-600';ea.textContent='Please enter a postcode'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'], path: '/checkout/shipping' },
  ),
  scene(
    'Bootstrap 5 text-danger / Bulma is-danger coupon line, refused by 200',
    `<form id=f><input id=c name=coupon class=input><button id=b>Apply</button><small id=o></small></form><script>f.onsubmit=async(e)=>{e.preventDefault();b.textContent='…';await fetch('/api/200/250/coupon',{method:'POST'});b.textContent='Apply';c.classList.add('is-danger');o.className='text-danger help is-danger';o.textContent='This code is not valid'}</script>`,
    async (d) => {
      await d.click('#c');
      await d.type('SPRING');
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'], path: '/cart' },
  ),
  scene(
    'role=alert just above the form says the sign-in failed (200 from the server)',
    `<main><div id=o role=alert></div><form id=f><input id=m name=email value="a@b.test"><input id=p type=password value=secret12><button id=b>Sign in</button></form></main><script>f.onsubmit=async(e)=>{e.preventDefault();b.disabled=true;await fetch('/api/200/300/login',{method:'POST'});b.disabled=false;o.textContent='Email or password is wrong'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'], path: '/checkout/information' },
  ),
  scene(
    'aria-live=assertive summary in the form, fields without marks',
    `<form id=f novalidate><div id=o aria-live=assertive></div><input id=a name=street><input id=z name=zip><button id=b>Continue</button></form><script>f.onsubmit=(e)=>{e.preventDefault();o.textContent='Please fill in street and postcode'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'], path: '/checkout/shipping' },
  ),
  scene(
    'Turbo: 422 brings the form anew with aria-invalid and a plain hint',
    `<div id=fr><form id=f><label>Postcode<input id=z name=zip value=12></label><button id=b>Continue</button></form></div><script>const on=()=>{document.getElementById('f').onsubmit=async(e)=>{e.preventDefault();fr.setAttribute('busy','');await fetch('/api/422/250/address',{method:'POST'});fr.removeAttribute('busy');fr.innerHTML='<form id=f><label>Postcode<input id=z name=zip value=12 aria-invalid=true aria-describedby=h></label><p id=h>must have five digits</p><button id=b>Continue</button></form>';on()}};on()</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'], path: '/checkout/shipping' },
  ),
  scene(
    'Dawn: /cart/add answers 422, the error wrapper is unhidden in the product form',
    `<product-form><div class="product-form__error-message-wrapper" role=alert hidden id=w><svg width=10 height=10></svg><span class=product-form__error-message id=m></span></div><form id=f><input type=hidden name=id value=1><button id=b name=add class="product-form__submit"><span>Add to cart</span></button></form></product-form><script>f.onsubmit=async(e)=>{e.preventDefault();b.classList.add('loading');const r=await fetch('/api/422/250/cart/add',{method:'POST'});b.classList.remove('loading');if(!r.ok){w.hidden=false;m.textContent='All 3 are in your cart'}}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['submit-blocked', 'validation-error'], path: '/product/wool' },
  ),
  scene(
    'WooCommerce checkout: error list is put before the form content, rows get woocommerce-invalid',
    `<form name=checkout class="checkout woocommerce-checkout" id=f novalidate><p class="form-row validate-required" id=r1><label>Street</label><span class="woocommerce-input-wrapper"><input id=a name=billing_address_1 class="input-text"></span></p><p class="form-row validate-required" id=r2><label>Phone</label><span class="woocommerce-input-wrapper"><input id=p name=billing_phone class="input-text"></span></p><button id=b name=woocommerce_checkout_place_order>Place order</button></form><script>f.onsubmit=async(e)=>{e.preventDefault();f.classList.add('processing');await fetch('/api/200/300',{method:'POST'});f.classList.remove('processing');f.insertAdjacentHTML('afterbegin','<div class="woocommerce-NoticeGroup woocommerce-NoticeGroup-checkout"><ul class="woocommerce-error" role="alert"><li>Street is required</li></ul></div>');for(const r of [r1,r2])r.classList.add('woocommerce-invalid','woocommerce-invalid-required-field')}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['submit-blocked', 'validation-error'], path: '/checkout' },
  ),
  scene(
    'Ant Design: has-error wrapper and explain line, put right, sent',
    `<form id=f novalidate><div class="ant-form-item" id=i><div class="ant-form-item-control"><input id=a class="ant-input"><div id=ex></div></div></div><button id=b class="ant-btn ant-btn-primary">Next</button></form><p id=o></p><script>f.onsubmit=(e)=>{e.preventDefault();if(a.value.length<5){i.classList.add('ant-form-item-has-error');ex.innerHTML='<div class="ant-form-item-explain" role="alert"><div class="ant-form-item-explain-error">Please input street</div></div>'}else{i.classList.remove('ant-form-item-has-error');ex.innerHTML='';o.textContent='ok'}}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
      await d.wait(1200);
      await d.click('#a');
      await d.type('Main 12');
      await d.click('#b');
    },
    { expect: ['submit-blocked', 'validation-error'], path: '/checkout/shipping' },
  ),
  scene(
    'native required, submit by Enter on the only field; button with form attribute outside',
    `<form id=f action="/page"><input id=a required name=zip></form><button id=b form=f>Calculate</button>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['submit-blocked', 'validation-error'], path: '/cart' },
  ),
  scene(
    'setCustomValidity and reportValidity from a type=button',
    `<form id=f><input id=a name=iban value="DE12"><button id=b type=button>Continue</button></form><script>b.onclick=()=>{a.setCustomValidity('IBAN is too short');a.reportValidity()}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['submit-blocked', 'validation-error'], path: '/checkout/payment' },
  ),
  scene(
    'Formik: error at blur in a div of class error, then left as it is and returned to twice',
    `<form id=f novalidate><div class=field><input id=m name=email><div id=e></div></div><div class=field><input id=n name=name></div></form><script>m.onblur=()=>{e.innerHTML=/@/.test(m.value)?'':'<div class="input-feedback error">Enter a valid email</div>'}</script>`,
    async (d) => {
      await d.click('#m');
      await d.type('ann');
      await d.click('#n');
      await d.wait(900);
      await d.click('#m');
      await d.type('x');
      await d.click('#n');
      await d.wait(900);
    },
    { expect: ['validation-error', 'field-abandoned'], path: '/checkout/information' },
  ),
  scene(
    'phone typed, wiped by select-all and Delete, typed anew; masked as one types',
    `<form><input id=p type=tel name=phone><input id=z></form><script>p.oninput=()=>{const g=p.value.replace(/\\D/g,'');p.value=g.length>3?g.slice(0,3)+' '+g.slice(3):g}</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('0151234567', 60);
      await d.wait(400);
      await d.key('ControlOrMeta+a');
      await d.key('Delete');
      await d.wait(300);
      await d.type('0159876543', 60);
      await d.key('Tab');
    },
    { expect: ['refill'], path: '/checkout/shipping' },
  ),
  scene(
    'card declined by 402 from /orders on a one-page /checkout, said in role=alert',
    `<form id=f><input name=name value=Ann><div id=al role=alert></div><button id=b>Place order</button></form><script>f.onsubmit=async(e)=>{e.preventDefault();b.disabled=true;const r=await fetch('/api/402/600/orders',{method:'POST'});b.disabled=false;if(r.status===402)al.textContent='Your card was declined'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['payment-failed'], allow: ['submit-blocked', 'validation-error'], path: '/checkout' },
  ),
  scene(
    'card declined by 402 from a GraphQL endpoint on the review step',
    `<button id=b type=button class="place-order">Place order</button><p id=al></p><script>b.onclick=async()=>{b.classList.add('loading');const r=await fetch('/api/402/500/graphql',{method:'POST'});b.classList.remove('loading');al.textContent='Your card was declined'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['payment-failed'], allow: ['submit-blocked', 'validation-error'], path: '/checkout/review' },
  ),
  scene(
    'card declined within a 200, the shop says so by its call',
    `<form id=f><div id=al role=alert></div><button id=b>Pay</button></form><script>f.onsubmit=async(e)=>{e.preventDefault();b.disabled=true;await fetch('/api/200/500/payments',{method:'POST'});b.disabled=false;al.textContent='Declined';window.shopper?.friction('payment-failed')}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#b');
    },
    { expect: ['payment-failed'], allow: ['submit-blocked', 'validation-error'], path: '/checkout/payment' },
  ),
  scene(
    'Adyen-like: payment 500 after three presses in a step that has the address in its hash',
    `<button id=b type=button class="adyen-checkout__button">Pay €20</button><div id=o></div><script>b.onclick=async()=>{b.disabled=true;o.textContent='…';await fetch('/api/500/400/v1/adyen/submit',{method:'POST'});b.disabled=false;o.textContent='Something went wrong'}</script>`,
    async (d) => {
      await d.wait(400);
      await d.page.evaluate(`location.hash='#payment'`);
      await d.wait(900);
      await d.click('#b');
    },
    { expect: ['payment-failed'], path: '/checkout' },
  ),
  scene(
    'looks for the voucher: focus, 3.4 s, first letter; select-like readonly field passed by',
    `<form><input id=r readonly value=DE><input id=v name=voucher></form>`,
    async (d) => {
      await d.click('#r');
      await d.key('Tab');
      await d.wait(3400);
      await d.type('WOOL10');
    },
    { expect: ['hesitation-first-input'], path: '/cart' },
  ),
  scene(
    'contenteditable gift note: waits, types, pauses, types',
    `<div id=n contenteditable role=textbox style="border:1px solid;min-height:40px;width:300px"></div>`,
    async (d) => {
      await d.click('#n');
      await d.wait(3300);
      await d.type('Happy', 80);
      await d.wait(3300);
      await d.type(' birthday', 80);
    },
    { expect: ['hesitation-first-input', 'hesitation-pause'], path: '/cart' },
  ),
  scene(
    'pauses in a field that React draws anew with each key (key changes, focus put back)',
    `<div id=r></div><script>let v='';const draw=()=>{r.innerHTML='<form><input id=i name=street></form>';i.value=v;i.oninput=()=>{v=i.value;draw();i.focus();i.setSelectionRange(v.length,v.length)}};draw()</script>`,
    async (d) => {
      await d.click('#i');
      await d.type('Long Str', 90);
      await d.wait(3300);
      await d.type('eet', 90);
    },
    { expect: ['hesitation-pause'], path: '/checkout/shipping' },
  ),
  scene(
    'pointer rests on Buy with PayPal-like button (div role=button) for 2.5 s and goes',
    `<div style="height:80px"></div><div id=b role=button tabindex=0 class="paypal-button" style="width:200px;height:44px;background:gold">Pay</div>`,
    async (d) => {
      await d.wait(400);
      await d.hover('#b');
      await d.wait(2600);
      await d.page.mouse.move(700, 400, { steps: 6 });
      await d.wait(300);
    },
    { expect: ['hesitation-target'], path: '/cart' },
  ),
  scene(
    'pointer trembles on “Place order” for 3 s without a press, then goes',
    `<form onsubmit="return false"><div style="height:60px"></div><button id=b style="width:240px;height:70px"><svg width=20 height=20><rect width=20 height=20></rect></svg><span>Place order</span></button></form>`,
    async (d) => {
      await d.wait(400);
      await d.hover('#b');
      for (let k = 0; k < 8; k++) {
        await d.page.mouse.move(60 + 20 * k, 110 + (k % 3) * 8);
        await d.wait(350);
      }
      await d.page.mouse.move(700, 400, { steps: 6 });
      await d.wait(300);
    },
    { expect: ['hesitation-target'], path: '/checkout/review' },
  ),
  scene(
    'up and down the product page four times within eight seconds',
    LONG,
    async (d) => {
      for (const dy of [900, -700, 800, -700]) await d.wheel(dy);
      await d.wait(900);
    },
    { expect: ['scroll-reversal'], path: '/product/wool' },
  ),
  scene(
    'cart and shipping thrice by history.back and real links (page loads)',
    `<h1>Step</h1><a id=n style="display:inline-block;padding:10px">Go</a><script>n.href=(location.pathname==='/cart'?'/checkout/shipping':'/cart')+location.search</script>`,
    async (d) => {
      for (let k = 0; k < 2; k++) {
        await d.click('#n');
        await d.wait(1200);
        await d.page.goBack();
        await d.wait(1200);
      }
    },
    { expect: ['back-and-forth'], path: '/cart' },
  ),
  scene(
    'Magento steps in the hash: #shipping and #payment, back by history',
    SHELL,
    async (d) => {
      await d.page.evaluate(`location.hash='#shipping'`);
      await d.wait(900);
      await d.page.evaluate(`location.hash='#payment'`);
      await d.wait(900);
      await d.page.goBack();
      await d.wait(900);
      await d.page.goForward();
      await d.wait(900);
      await d.page.goBack();
      await d.wait(900);
    },
    { expect: ['back-and-forth'], path: '/checkout/' },
  ),
  scene(
    'steps by replaceState /checkout/step-shipping … in a router, to the cart and back twice',
    SHELL,
    async (d) => {
      for (const p of [
        '/en/basket',
        '/en/checkout/delivery-address',
        '/en/basket',
        '/en/checkout/delivery-address',
        '/en/basket',
      ]) {
        await d.page.evaluate(`history.replaceState({},'','${p}')`);
        await d.wait(900);
      }
    },
    { expect: ['back-and-forth'], path: '/en/basket' },
  ),
  scene(
    'away for 35 s beside a countdown, comes back with the keyboard',
    `<b id=t>900</b><form><input id=a></form><script>setInterval(()=>{t.textContent--},1000)</script>`,
    async (d) => {
      await d.page.mouse.move(200, 200);
      await d.wait(35_000);
      await d.key('Tab');
      await d.type('ann');
    },
    { expect: ['return-after-idle'], path: '/checkout/shipping' },
  ),
  scene(
    'costs appear in #costs after the postcode and are looked at for 6 s',
    `<form onsubmit="return false"><input id=z name=zip></form><div id=costs hidden><p>Shipping 9.90</p><p>Tax 3.10</p></div><script>z.onchange=()=>{costs.hidden=false}</script>`,
    async (d) => {
      await d.click('#z');
      await d.type('94103');
      await d.key('Tab');
      await d.wait(6500);
    },
    { expect: ['cost-dwell'], path: '/checkout/shipping' },
  ),
  scene(
    'order summary: dl with dt.shipping and dd comes by fetch, looked at for 7 s',
    `<aside id=s class=order-summary></aside><script>setTimeout(async()=>{await fetch('/api/200/100/totals');s.innerHTML='<dl><dt>Subtotal</dt><dd>20</dd><dt>Shipping</dt><dd data-testid="shipping-cost">9.90</dd><dt>Tax</dt><dd data-testid="tax-amount">2.10</dd></dl>'},700)</script>`,
    (d) => d.wait(7500),
    { expect: ['cost-dwell'], path: '/checkout/shipping' },
  ),
  scene(
    'Magento totals table: tr.totals.shipping.incl comes by knockout, 7 s',
    `<div id=s class="opc-block-summary"></div><script>setTimeout(()=>{s.innerHTML='<table class="data table table-totals"><tbody><tr class="totals sub"><th class=mark>Sub</th><td class=amount><span class=price>20</span></td></tr><tr class="totals shipping excl"><th class=mark>Shipping</th><td class=amount><span class=price>9</span></td></tr><tr class="totals-tax"><th class=mark>Tax</th><td class=amount><span class=price>2</span></td></tr></tbody></table>'},700)</script>`,
    (d) => d.wait(7500),
    { expect: ['cost-dwell'], path: '/checkout/' },
  ),
  scene(
    'quantity in the cart: request debounced by 800 ms, takes 1.6 s, total greyed at once',
    `<div><button id=p type=button>+</button><input type=number id=q value=1></div><div id=t>10</div><script>let h;p.onclick=()=>{q.stepUp();t.style.opacity=.4;clearTimeout(h);h=setTimeout(async()=>{await fetch('/api/200/1600/cart/update',{method:'POST'});t.style.opacity=1;t.textContent=10*q.value},800)}</script>`,
    async (d) => {
      await d.wait(400);
      await d.click('#p', 2, 250);
      await d.wait(800);
    },
    { expect: ['slow-request'], path: '/cart' },
  ),
  scene(
    'search as one types: debounce of 600 ms, answer after 1.5 s, spinner',
    `<input id=q type=search><div id=o></div><script>let h;q.oninput=()=>{clearTimeout(h);o.textContent='…';h=setTimeout(async()=>{await fetch('/api/200/1500/search');o.textContent='3 results'},600)}</script>`,
    async (d) => {
      await d.click('#q');
      await d.type('wool', 90);
      await d.wait(1500);
    },
    { expect: ['slow-request'], path: '/collections/wool' },
  ),
  scene(
    'a press holds the page for 700 ms (sorting), answered after',
    `<button id=b type=button>Sort</button><ul id=u></ul><script>${BUSY}b.onclick=()=>{busy(700);u.innerHTML='<li>x'}</script>`,
    async (d) => {
      await d.wait(900);
      await d.click('#b');
    },
    { expect: ['slow-interaction', 'long-frame'] },
  ),
  scene(
    'analytics blocks the page for 500 ms after 1.5 s',
    `<p>Shop</p><script>${BUSY}setTimeout(()=>busy(500),1500)</script>`,
    (d) => d.wait(2600),
    { expect: ['long-frame'] },
  ),
  scene(
    'hero picture of the product comes after 4.5 s',
    `<img src="/picture?wait=4500" width=640 height=420>`,
    (d) => d.wait(5200),
    { expect: ['slow-load'], path: '/product/wool' },
  ),
  scene(
    'reviews come late above the buy box and push it down',
    `<div id=r></div><div style="height:500px;background:#eee"><button type=button>Add to cart</button></div><script>setTimeout(()=>{r.innerHTML='<div style="height:240px">4.8 stars</div>'},1600)</script>`,
    (d) => d.wait(2600),
    { expect: ['layout-shift'], path: '/product/wool' },
  ),
];
