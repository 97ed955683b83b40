import { scene } from './scenario.ts';

const ARIA = `<form id=f novalidate><label>Phone <input id=p name=p></label><p id=e></p><label>City <input id=c></label><button id=b>Next</button></form>
<script>const bad=()=>p.value.length<8;const check=()=>{p.setAttribute('aria-invalid',bad());e.textContent=bad()?'too short':''};f.onsubmit=(x)=>{x.preventDefault();check()};p.oninput=()=>{if(p.hasAttribute('aria-invalid'))check()}</script>`;
const NATIVE = `<form action="/page"><label>Mail <input id=m type=email required></label><label>City <input id=c></label><button id=b>Next</button></form>`;

export const forms = [
  scene('native validation blocks an empty form', NATIVE, (d) => d.click('#b'), {
    expect: ['validation-error', 'submit-blocked'],
  }),
  scene(
    'native validation blocks by Enter',
    NATIVE,
    async (d) => {
      await d.click('#m');
      await d.type('someone');
      await d.key('Enter');
    },
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene('native form that is right', NATIVE, async (d) => {
    await d.click('#m');
    await d.type('a@b.test');
    await d.click('#b');
  }),
  scene(
    'a mail address that is wrong is left',
    NATIVE,
    async (d) => {
      await d.click('#m');
      await d.type('someone');
      await d.click('#c');
    },
    { expect: ['validation-error'] },
  ),
  scene(
    'ARIA validation at submit',
    ARIA,
    async (d) => {
      await d.click('#p');
      await d.type('123');
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'ARIA: wrong, put right, sent',
    ARIA,
    async (d) => {
      await d.click('#p');
      await d.type('123');
      await d.click('#b');
      await d.wait(700);
      await d.click('#p');
      await d.key('End');
      await d.type('456789');
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'ARIA: wrong, tried again, left wrong',
    ARIA,
    async (d) => {
      await d.click('#p');
      await d.type('123');
      await d.click('#b');
      await d.wait(700);
      await d.click('#p');
      await d.key('End');
      await d.type('4');
      await d.click('#c');
      await d.wait(700);
    },
    { expect: ['validation-error', 'submit-blocked', 'field-abandoned'] },
  ),
  scene(
    'ARIA: wrong, looked at and left as it is',
    ARIA,
    async (d) => {
      await d.click('#b');
      await d.wait(700);
      await d.click('#p');
      await d.wait(800);
      await d.click('#c');
      await d.wait(700);
    },
    { expect: ['validation-error', 'submit-blocked', 'field-abandoned'] },
  ),
  scene(
    'error that the field’s blur clears once it is right',
    `<form id=f novalidate><input id=p><input id=c><button id=b>Next</button></form><script>const check=()=>p.setAttribute('aria-invalid',p.value.length<6);f.onsubmit=(e)=>{e.preventDefault();check()};p.onblur=()=>{if(p.hasAttribute('aria-invalid'))check()}</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(600);
      await d.click('#p');
      await d.type('123456');
      await d.click('#c');
      await d.wait(600);
    },
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'an alert in the form',
    `<form id=f novalidate><input id=p><div id=o></div><button id=b>Next</button></form><script>f.onsubmit=(e)=>{e.preventDefault();o.innerHTML='<p role=alert>Please check</p>'}</script>`,
    (d) => d.click('#b'),
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'a code that the shop does not know: error by class and text alone',
    `<form id=f novalidate><div class=field><input id=p><span class="field-error" id=o></span></div><button id=b>Apply</button></form><script>f.onsubmit=(e)=>{e.preventDefault();o.parentNode.classList.add('has-error');o.textContent='unknown'}</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('SPRING', 30);
      await d.click('#b');
    },
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'no form element: fields and a button in a div',
    `<div><input id=p><p id=o></p><button id=b>Continue</button></div><script>b.onclick=()=>{p.setAttribute('aria-invalid','true');o.textContent='needed'}</script>`,
    (d) => d.click('#b'),
    { expect: ['validation-error', 'submit-blocked'] },
  ),
  scene(
    'the server answers 422',
    `<form id=f><input id=p value=x><button id=b>Next</button><p id=o></p></form><script>f.onsubmit=async(e)=>{e.preventDefault();b.className='busy';const r=await fetch('/api/422/400',{method:'POST'});o.textContent=r.status}</script>`,
    (d) => d.click('#b'),
    { expect: ['submit-blocked'] },
  ),
  scene(
    'the server says field errors after two seconds',
    `<form id=f><input id=p value=x><button id=b>Next</button></form><script>f.onsubmit=async(e)=>{e.preventDefault();b.textContent='...';const r=await fetch('/api/422/2000',{method:'POST'});p.setAttribute('aria-invalid','true');b.textContent='Next'}</script>`,
    (d) => d.click('#b'),
    { expect: ['submit-blocked', 'validation-error', 'slow-request'] },
  ),
  scene(
    'sent well, in the background',
    `<form id=f><input id=p value=x required><button id=b>Next</button><p id=o></p></form><script>f.onsubmit=async(e)=>{e.preventDefault();o.textContent='..';await fetch('/api/200/300',{method:'POST'});o.textContent='thanks'}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'checkValidity on every key, only to enable the button',
    `<form id=f><input id=m type=email required><button id=b disabled>Next</button></form><script>m.oninput=()=>{b.disabled=!f.checkValidity()}</script>`,
    async (d) => {
      await d.click('#m');
      await d.type('a@b.test');
    },
  ),
  scene(
    'a page that the server sends back with its errors',
    `<form action="/page"><div class="field has-error"><input id=p value=SPRING><span class="field-error">Unknown</span></div><input id=c><button id=b>Next</button></form>`,
    (d) => d.wait(900),
    { expect: ['validation-error'] },
  ),
  scene(
    'a form that Angular draws: states of fields that no one has touched, and of one that is typed into',
    `<main id=m></main><script>setTimeout(()=>{m.innerHTML='<form class="ng-untouched ng-pristine ng-invalid"><input id=p class="ng-untouched ng-pristine ng-invalid" required><input id=c class="ng-untouched ng-pristine ng-valid"></form>';p.oninput=()=>{p.className='ng-untouched ng-dirty '+(p.value.length>4?'ng-valid':'ng-invalid');p.form.className=p.className};c.oninput=()=>{c.className='ng-untouched ng-dirty '+(c.value.length>4?'ng-valid':'ng-invalid')}},600)</script>`,
    async (d) => {
      await d.wait(800);
      await d.click('#p');
      await d.type('12345678');
      await d.click('#c');
      await d.type('12345678');
    },
  ),
  scene(
    'a toast with role=alert that says something good',
    `<button id=b type=button>Add</button><div id=o></div><script>b.onclick=()=>{o.innerHTML='<div role=alert>Added to your bag</div>'}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'a field that is emptied and filled again',
    `<form><input id=p><input id=c></form>`,
    async (d) => {
      await d.click('#p');
      await d.type('Long Street', 40);
      await d.key('Backspace', 11, 30);
      await d.type('Short Lane', 40);
    },
    { expect: ['refill'] },
  ),
  scene(
    'a field that is selected and typed over',
    `<form><input id=p></form>`,
    async (d) => {
      await d.click('#p');
      await d.type('Long Street', 40);
      await d.key('ControlOrMeta+a');
      await d.type('Short Lane', 40);
    },
    { expect: ['refill'] },
  ),
  scene('a slip of the finger put right', `<form><input id=p></form>`, async (d) => {
    await d.click('#p');
    await d.type('Long Streeet', 40);
    await d.key('Backspace', 2);
    await d.type('t', 40);
  }),
  scene(
    'masked card field',
    `<form><input id=p inputmode=numeric autocomplete=cc-number></form><script>p.oninput=()=>{p.value=p.value.replace(/\\D/g,'').replace(/(.{4})(?=.)/g,'$1 ')}</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('4242424242424242', 40);
    },
  ),
  scene(
    'address that is completed from a list',
    `<form><input id=p autocomplete=street-address><ul id=u></ul><input id=c></form><script>p.oninput=()=>{u.innerHTML='<li role=option style="cursor:pointer">1 Long Street, Town</li>';u.firstChild.onclick=()=>{p.value='1 Long Street';c.value='Town';u.innerHTML=''}}</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('1 Lo');
      await d.click('#u li');
      await d.click('#c');
    },
  ),
  scene(
    'messages that are sent one after the other',
    `<form id=f><input id=p><button id=b>Send</button></form><ul id=u></ul><script>f.onsubmit=(e)=>{e.preventDefault();u.innerHTML+='<li>sent';p.value=''}</script>`,
    async (d) => {
      await d.click('#p');
      for (const text of ['where is it', 'my order is']) {
        await d.type(text, 25);
        await d.key('Enter');
        await d.wait(300);
      }
    },
  ),
  scene(
    'blur validation as one leaves: an error, but nothing was blocked or given up',
    `<form id=f novalidate><input id=p><input id=c></form><script>p.onblur=()=>p.setAttribute('aria-invalid',p.value.length<5)</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('12');
      await d.click('#c');
    },
    { expect: ['validation-error'] },
  ),
];
