import { scene } from './scenario.ts';

const TICKERS = `<b id=tick>0</b><i id=fast>0</i><script>let tt=0,ff=0;setInterval(()=>{tick.textContent=++tt},1000);setInterval(()=>{fast.style.width=(++ff%90)+'px'},120)</script>`;

/** Presses that nothing answers. */
export const unansweredPresses = [
  scene('dead button', `<button id=b>Apply</button>`, (d) => d.click('#b'), { expect: ['dead-click'] }),
  scene(
    'dead button among tickers',
    `<button id=b>Apply</button>${TICKERS}`,
    async (d) => {
      await d.wait(2600);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button, pressed before the ticker has shown its rhythm',
    `<button id=b>Apply</button>${TICKERS}`,
    async (d) => {
      await d.wait(900);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button beside a carousel that plays by itself',
    `<button id=b>Details</button><div id=c style="width:90px;height:40px;background:red"></div><script>let k=0;setInterval(()=>{c.style.transform='translateX('+(++k%5*20)+'px)'},1500)</script>`,
    async (d) => {
      await d.wait(3400);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button while “someone bought” notes come and go at the end of the body',
    `<button id=b>Details</button><script>setInterval(()=>{const e=document.createElement('div');e.className='sold';e.textContent='sold';document.body.append(e);setTimeout(()=>e.remove(),600)},1200)</script>`,
    async (d) => {
      await d.wait(3400);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene('dead link: href="#"', `<a id=b href="#">Sizes</a>`, (d) => d.click('#b'), {
    expect: ['dead-click'],
  }),
  scene(
    'dead link: javascript:void(0)',
    `<a id=b href="javascript:void(0)">Sizes</a>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'link whose handler forgot to go anywhere',
    `<a id=b href="/page">Sizes</a><script>b.onclick=(e)=>e.preventDefault()</script>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'tile with a hand for a cursor and nothing behind it',
    `<div id=b style="cursor:pointer;width:200px;height:100px;background:#eee"><span>Wool</span></div>`,
    (d) => d.click('#b span'),
    { expect: ['dead-click'] },
  ),
  scene(
    'role=button with no handler',
    `<div id=b role=button tabindex=0>Choose</div>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button with :hover and :active transitions of its own',
    `<style>#b{transition:all .2s}#b:hover{background:pink}#b:active{transform:scale(.9)}</style><button id=b>Apply</button>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button that only ripples',
    `<button id=b style="position:relative">Apply</button><script>b.addEventListener('pointerdown',()=>{const r=document.createElement('span');r.className='ripple';b.append(r);setTimeout(()=>r.remove(),500)})</script>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button that only looks pressed while it is',
    `<button id=b>Apply</button><script>b.onpointerdown=()=>b.classList.add('pressed');b.onpointerup=()=>b.classList.remove('pressed')</script>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene('disabled button', `<button id=b disabled>Pay</button>`, (d) => d.click('#b'), {
    expect: ['dead-click'],
  }),
  scene(
    'disabled button that lets the pointer through, as frameworks style it',
    `<style>button:disabled{pointer-events:none;opacity:.6}</style><form><div><button id=b disabled>Pay</button></div></form>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'button under a see-through layer that was forgotten',
    `<button id=b>Pay</button><div style="position:fixed;inset:0;z-index:9"></div>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button by Enter',
    `<button id=b>Apply</button>`,
    async (d) => {
      await d.page.locator('#b').focus();
      await d.key('Enter');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button inside an open shadow root',
    `<x-b id=h></x-b><script>customElements.define('x-b',class extends HTMLElement{connectedCallback(){this.attachShadow({mode:'open'}).innerHTML='<button>x</button>'}})</script>`,
    (d) => d.click('#h button'),
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button while the page polls its server',
    `<button id=b>Apply</button><script>setInterval(()=>fetch('/api/200/20'),150)</script>`,
    async (d) => {
      await d.wait(1500);
      await d.click('#b');
    },
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button while an analytics script writes into the head',
    `<button id=b>Apply</button><script>document.addEventListener('click',()=>{const s=document.createElement('style');document.head.append(s)})</script>`,
    (d) => d.click('#b'),
    { expect: ['dead-click'] },
  ),
  scene(
    'dead button by finger',
    `<button id=b style="width:120px;height:60px">Add</button>`,
    (d) => d.page.touchscreen.tap(50, 30),
    {
      expect: ['dead-click'],
      touch: true,
    },
  ),
  scene('dead button, pressed in rage', `<button id=b>Apply</button>`, (d) => d.click('#b', 5), {
    expect: ['rage-click'],
    allow: ['dead-click'],
  }),
  scene(
    'rage among tickers',
    `<button id=b>Apply</button>${TICKERS}`,
    async (d) => {
      await d.wait(2600);
      await d.click('#b', 6);
    },
    { expect: ['rage-click'], allow: ['dead-click'] },
  ),
  scene(
    'rage on a picture that shows no zoom',
    `<div id=b style="width:200px;height:150px;background:#eda;user-select:none"></div>`,
    (d) => d.click('#b', 5),
    {
      expect: ['rage-click'],
      allow: ['dead-click'],
    },
  ),
  scene('rage on a disabled button', `<button id=b disabled>Pay</button>`, (d) => d.click('#b', 5), {
    expect: ['rage-click'],
    allow: ['dead-click'],
  }),
  scene(
    'impatience: pay is pressed again and again until the answer comes',
    `<button id=b>Pay</button><p id=o></p><script>b.onclick=()=>setTimeout(()=>{o.textContent='thanks'},2200)</script>`,
    (d) => d.click('#b', 5),
    { expect: ['rage-click', 'slow-answer'] },
  ),
  scene(
    'stepper at its end, pressed on',
    `<button id=b>+</button><i id=n>1</i><script>b.onclick=()=>{if(+n.textContent<3)n.textContent++}</script>`,
    (d) => d.click('#b', 8),
    { expect: ['rage-click'], allow: ['dead-click'] },
  ),
  scene(
    'rage by finger',
    `<button id=b style="width:120px;height:60px">Add</button>`,
    async (d) => {
      for (let k = 0; k < 5; k++) {
        await d.page.touchscreen.tap(50, 30);
        await d.wait(130);
      }
    },
    { expect: ['rage-click'], allow: ['dead-click'], touch: true },
  ),
];
