import { scene } from './scenario.ts';

const HEAD = `<header><form role=search><input name=q placeholder=Search></form></header>`;

export const strangerCorners = [
  scene(
    'table of contents by keyboard: Enter on links that lead down, up, down, up',
    `<div style="position:fixed;top:0"><a id=a href="#end">Reviews</a> <a id=c href="#top">Details</a></div><h2 id=top>Details</h2><div style="height:3000px"></div><h2 id=end>Reviews</h2><div style="height:900px"></div>`,
    async (d) => {
      for (const id of ['#a', '#c', '#a', '#c']) {
        await d.page.evaluate(`document.querySelector('${id}').focus({preventScroll:true})`);
        await d.key('Enter');
        await d.wait(700);
      }
      await d.wait(700);
    },
    { path: '/product/wool' },
  ),
  scene(
    'heart of a visitor without an account: 401, the sign-in dialog opens',
    `<button id=b aria-pressed=false type=button>♡</button><dialog id=g>Please sign in</dialog><script>b.onclick=async()=>{const r=await fetch('/api/401/200',{method:'POST'});if(r.status===401)g.showModal()}</script>`,
    (d) => d.click('#b'),
    { path: '/collections/wool' },
  ),
  scene(
    'heart fails with 500: a red toast of class toast--error at the end of the body',
    `${HEAD}<button id=b aria-pressed=false type=button>♡</button><script>b.onclick=async()=>{const r=await fetch('/api/500/200',{method:'POST'});document.body.insertAdjacentHTML('beforeend','<div class="toast toast--error" style="position:fixed;bottom:0">Could not save</div>')}</script>`,
    (d) => d.click('#b'),
    { path: '/collections/wool' },
  ),
  scene(
    'stock in the store: 404 says none, shown as text',
    `<button id=b type=button>Check stores</button><p id=o></p><script>b.onclick=async()=>{const r=await fetch('/api/404/200');o.textContent='Not in your stores'}</script>`,
    (d) => d.click('#b'),
    { path: '/product/wool' },
  ),
  scene(
    'newsletter in the footer: success note role=status in the form',
    `<form id=f><input id=m type=email required><button id=b>Join</button><p id=o role=status></p></form><script>f.onsubmit=async(e)=>{e.preventDefault();b.disabled=true;await fetch('/api/200/300');o.textContent='Thanks';m.value='';b.disabled=false}</script>`,
    async (d) => {
      await d.click('#m');
      await d.type('a@b.test');
      await d.key('Enter');
    },
  ),
  scene(
    'field says no-error (class) when it is right',
    `<form><div class="field" id=w><input id=p></div><input id=c></form><script>p.onblur=()=>{w.className='field no-error'}</script>`,
    async (d) => {
      await d.click('#p');
      await d.type('Main 1');
      await d.key('Tab');
    },
    { path: '/checkout/shipping' },
  ),
  scene(
    'modern accordion: details styled by ::details-content, and a radio tab by CSS',
    `<style>.tp{display:none}#t2:checked~.tp{display:block}</style><input type=radio name=t id=t1 checked><label for=t1>A</label><input type=radio name=t id=t2><label id=l2 for=t2>B</label><div class=tp>B</div><details><summary id=s>Care</summary>Wash cold</details>`,
    async (d) => {
      await d.click('#l2');
      await d.wait(300);
      await d.click('#s');
    },
  ),
  scene(
    'pay button is a link with aria-disabled and pressed twice, then enabled by terms',
    `<label id=l><input type=checkbox id=k> Terms</label><a id=b role=button aria-disabled=true class=pay tabindex=0 style="display:inline-block;padding:10px">Pay</a><p id=o></p><script>k.onchange=()=>b.setAttribute('aria-disabled',String(!k.checked));b.onclick=()=>{if(b.getAttribute('aria-disabled')==='false')o.textContent='thanks'}</script>`,
    async (d) => {
      await d.click('#b');
      await d.wait(3800);
      await d.click('#l');
      await d.click('#b');
    },
    { expect: ['dead-click'], path: '/checkout/payment' },
  ),
];
