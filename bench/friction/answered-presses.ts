import { scene } from './scenario.ts';

/** Presses that the page answers, in the ways that real shops do. None of them is friction. */
export const answeredPresses = [
  scene(
    'adds to cart: the badge counts up',
    `<button id=a>Add</button> <span id=n>0</span><script>let n=0;a.onclick=()=>{document.getElementById('n').textContent=++n}</script>`,
    (d) => d.click('#a'),
  ),
  scene(
    'stepper in text, seven quick presses',
    `<button id=m>-</button><span id=q>1</span><button id=p>+</button><script>let v=1;p.onclick=()=>{q.textContent=++v};m.onclick=()=>{q.textContent=--v}</script>`,
    (d) => d.click('#p', 7),
  ),
  scene(
    'stepper in a number field, whose value no mutation shows',
    `<div class=qty><button id=m type=button>-</button><input id=q type=number value=1><button id=p type=button>+</button></div><script>p.onclick=()=>{q.value=+q.value+1}</script>`,
    (d) => d.click('#p', 6),
  ),
  scene(
    'stepper in a read-only text field',
    `<div><button id=p type=button>+</button><input id=q name=quantity value=1 readonly></div><script>p.onclick=()=>{q.value=+q.value+1}</script>`,
    (d) => d.click('#p', 5),
  ),
  scene(
    'stepper that asks the server and shows the new count a little later',
    `<button id=p>+</button><b id=q>1</b><script>p.onclick=async()=>{const r=await fetch('/api/200/250');await r.json();q.textContent=+q.textContent+1}</script>`,
    (d) => d.click('#p', 5, 300),
  ),
  scene(
    'carousel arrows, pressed on and on, while it plays by itself',
    `<div style="width:300px;overflow:hidden"><div id=c style="width:1500px;height:80px;background:linear-gradient(90deg,red,blue)"></div></div><button id=x>next</button>
     <script>let k=0;const go=()=>{k=(k+1)%5;c.style.transform='translateX('+(-300*k)+'px)'};setInterval(go,1300);x.onclick=go</script>`,
    async (d) => {
      await d.wait(2900);
      await d.click('#x', 5, 260);
    },
  ),
  scene(
    'carousel by scrolling its strip',
    `<div id=s style="width:300px;overflow-x:auto;scroll-behavior:smooth"><div style="width:2000px;height:80px;background:#ccd"></div></div><button id=x>next</button><script>x.onclick=()=>s.scrollBy(200,0)</script>`,
    (d) => d.click('#x', 4, 350),
  ),
  scene(
    'menu that opens on pointerdown',
    `<button id=b aria-haspopup=menu>Menu</button><ul id=u hidden><li>One</ul><script>b.onpointerdown=()=>{u.hidden=!u.hidden}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'dialog by portal at the end of the body',
    `<button id=b>Size guide</button><script>b.onclick=()=>{const e=document.createElement('div');e.role='dialog';e.textContent='Sizes';document.body.append(e)}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'native dialog',
    `<button id=b>Open</button><dialog id=g>Hello</dialog><script>b.onclick=()=>g.showModal()</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'popover, without any script',
    `<button popovertarget=g id=b>Info</button><div popover id=g>Hello</div>`,
    (d) => d.click('#b'),
  ),
  scene(
    'open shadow root, pressed inside',
    `<x-card id=h></x-card><script>customElements.define('x-card',class extends HTMLElement{connectedCallback(){const r=this.attachShadow({mode:'open'});r.innerHTML='<button>like</button><i>0</i>';let n=0;r.querySelector('button').onclick=()=>{r.querySelector('i').textContent=++n}}})</script>`,
    (d) => d.click('#h button'),
  ),
  scene(
    'button outside, answer inside an open shadow root',
    `<button id=b>Add</button><mini-cart id=h></mini-cart><script>customElements.define('mini-cart',class extends HTMLElement{connectedCallback(){this.attachShadow({mode:'open'}).innerHTML='<i>0</i>'}});b.onclick=()=>{h.shadowRoot.querySelector('i').textContent='1'}</script>`,
    async (d) => {
      await d.wait(1200);
      await d.click('#b');
    },
  ),
  scene(
    'closed shadow root, a stepper inside',
    `<x-step id=h style="display:inline-block;width:120px;height:40px"></x-step><script>customElements.define('x-step',class extends HTMLElement{connectedCallback(){const r=this.attachShadow({mode:'closed'});r.innerHTML='<button style="width:120px;height:30px;cursor:pointer">+</button><i>0</i>';let n=0;r.querySelector('button').onclick=()=>{r.querySelector('i').textContent=++n}}})</script>`,
    (d) => d.click('#h', 5),
  ),
  scene(
    'payment frame of another document',
    `<iframe id=f style="width:300px;height:80px" srcdoc="<button style='width:280px;height:60px'>Pay</button>"></iframe>`,
    (d) => d.click('#f', 4),
  ),
  scene(
    'canvas, drawn on by presses',
    `<canvas id=c width=200 height=100 style="cursor:pointer;background:#eee"></canvas><script>c.onclick=()=>c.getContext('2d').fillRect(9,9,50,50)</script>`,
    (d) => d.click('#c', 4),
  ),
  scene(
    'button that turns what a canvas beside it shows',
    `<section><canvas id=c width=200 height=100></canvas><button id=b>Turn</button></section><script>let n=0;b.onclick=()=>c.getContext('2d').fillRect(9*++n,9,8,50)</script>`,
    (d) => d.click('#b', 4),
  ),
  scene(
    'audio that is played by a button',
    `<button id=b>Listen</button><audio id=a src="/sound.wav"></audio><script>b.onclick=()=>a.play()</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'sound without an element in the page',
    `<button id=b>Listen</button><script>b.onclick=()=>new Audio('/sound.wav').play().catch(()=>{})</script>`,
    (d) => d.click('#b'),
  ),
  scene('details and summary', `<details><summary id=b>Delivery</summary><p>Two days</details>`, (d) =>
    d.click('#b'),
  ),
  scene(
    'tab that is already chosen',
    `<div role=tablist><button role=tab aria-selected=true id=b>Details</button><button role=tab aria-selected=false>More</button></div>`,
    (d) => d.click('#b'),
  ),
  scene(
    'checkbox by its label, on and off again',
    `<label id=l for=k>Gift wrap</label><input type=checkbox id=k>`,
    (d) => d.click('#l', 4, 200),
  ),
  scene('label that leads to its field', `<form><label id=l for=k>Name</label><input id=k></form>`, (d) =>
    d.click('#l'),
  ),
  scene(
    'radio that is already chosen',
    `<label id=l><input type=radio name=r checked> Standard</label>`,
    (d) => d.click('#l'),
  ),
  scene(
    'Web Animations alone: the picture shakes',
    `<button id=b>Shake</button><div id=x style="width:80px;height:80px;background:teal"></div><script>b.onclick=()=>x.animate([{transform:'none'},{transform:'translateX(40px)'},{transform:'none'}],600)</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'a panel that CSS shows while its button has the focus',
    `<style>.p{display:none}.m:focus-within .p{display:block}</style><div class=m><button id=b>Filter</button><div class=p>Colours</div></div>`,
    (d) => d.click('#b'),
  ),
  scene(
    'copy button that says so',
    `<button id=b>Copy code</button><script>b.onclick=()=>{navigator.clipboard?.writeText('x').catch(()=>{});b.textContent='Copied';setTimeout(()=>b.textContent='Copy code',1500)}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'heart that fills and empties, many times',
    `<button id=b class=heart aria-pressed=false>♥</button><script>b.onclick=()=>b.setAttribute('aria-pressed',b.getAttribute('aria-pressed')!=='true')</script>`,
    (d) => d.click('#b', 6),
  ),
  scene(
    'print',
    `<button id=b>Print</button><script>window.print=()=>{dispatchEvent(new Event('beforeprint'))};b.onclick=()=>print()</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'a question by confirm()',
    `<button id=b>Remove</button><script>b.onclick=()=>{confirm('Sure?')}</script>`,
    (d) => d.click('#b'),
    { allow: ['slow-interaction', 'long-frame'] },
  ),
  scene(
    'a slotted button that answers inside a shadow root which came late, with no change to hear of',
    `<div id=h><button id=b type=button>Sizes</button></div><script>setTimeout(()=>{h.attachShadow({mode:'open'}).innerHTML='<slot></slot><p id=p></p>'},2500);b.onclick=()=>{const p=h.shadowRoot.querySelector('p');p.textContent+='M '}</script>`,
    async (d) => {
      await d.wait(4000);
      await d.click('#b');
    },
  ),
];
