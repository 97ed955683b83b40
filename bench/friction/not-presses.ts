import { scene } from './scenario.ts';

const PHOTO = '<div id=x style="width:300px;height:200px;background:#cdd;cursor:grab">photo</div>';

/** What looks like a press but asks for nothing, or answers itself. */
export const notPresses = [
  scene('text that is pressed while reading', `<p id=x>A long story about wool.</p>`, (d) =>
    d.click('#x', 2, 700),
  ),
  scene('three presses select a paragraph', `<p id=x>A long story about wool.</p>`, (d) =>
    d.page.mouse.click(60, 45, { clickCount: 3, delay: 40 }),
  ),
  scene(
    'double click on a button that answers once',
    `<button id=b>Buy</button><span id=s></span><script>b.onclick=()=>{s.textContent='in the cart'}</script>`,
    (d) => d.click('#b', 2, 90),
  ),
  scene(
    'double click on a button that disables itself',
    `<button id=b type=button>Pay now</button><script>b.onclick=()=>{b.disabled=true;setTimeout(()=>{b.disabled=false},1500)}</script>`,
    (d) => d.click('#b', 2, 90),
  ),
  scene('dragging a photo', PHOTO, async (d) => {
    await d.page.mouse.move(100, 100);
    await d.page.mouse.down();
    await d.page.mouse.move(220, 110, { steps: 6 });
    await d.page.mouse.up();
  }),
  scene('range slider', `<input id=r type=range>`, (d) => d.click('#r', 4, 100)),
  scene('select box', `<select id=s><option>S<option>M</select>`, async (d) => {
    await d.click('#s');
    await d.key('ArrowDown');
    await d.key('Enter');
  }),
  scene('field that is pressed many times to place the caret', `<input id=x value="some text here">`, (d) =>
    d.click('#x', 5, 150),
  ),
  scene('rich text', `<div id=x contenteditable style="cursor:pointer;height:60px">note</div>`, (d) =>
    d.click('#x', 4),
  ),
  scene(
    'native player',
    `<video id=x controls style="width:200px;height:100px;cursor:pointer"></video>`,
    (d) => d.click('#x'),
  ),
  scene('field of files', `<input id=x type=file>`, (d) => d.click('#x')),
  scene(
    'four quick presses on four answers to a question',
    `<div id=o>${[1, 2, 3, 4].map((k) => `<button id=b${k} style="display:block;margin:20px">${k}</button>`).join('')}</div><script>o.onclick=(e)=>e.target.classList.toggle('on')</script>`,
    async (d) => {
      for (const k of [1, 2, 3, 4]) await d.click(`#b${k}`);
    },
  ),
  scene('excluded part of the page', `<div data-causeway-ignore><button id=b>Game</button></div>`, (d) =>
    d.click('#b', 5),
  ),
  scene(
    'presses by script, not by a person',
    `<button id=b>Auto</button><script>setTimeout(()=>{for(let k=0;k<6;k++)b.click()},600)</script>`,
    (d) => d.wait(900),
  ),
  scene('press with Ctrl on a link opens it elsewhere', `<a id=b href="/page">Product</a>`, (d) =>
    d.page.locator('#b').click({ modifiers: ['ControlOrMeta'] }),
  ),
  scene('right click', `<button id=b>Buy</button>`, async (d) => {
    await d.hover('#b');
    await d.page.mouse.click(20, 20, { button: 'right' });
  }),
  scene(
    'page with a ticker, a countdown, a feed and polling that nobody presses',
    `<b id=t>0</b><i id=c>100</i><ul id=f></ul><script>let n=0;setInterval(()=>{t.textContent=++n},1000);setInterval(()=>{c.textContent=100-n},500);
     setInterval(()=>{const l=document.createElement('li');l.textContent='sold';f.append(l);if(f.children.length>3)f.firstChild.remove()},1700);setInterval(()=>fetch('/api/200/50'),900)</script>`,
    (d) => d.wait(4000),
  ),
  scene(
    'hover menu',
    `<style>.s{display:none}nav:hover .s{display:block}</style><nav style="width:200px"><a id=b href="/page">Shoes</a><div class=s>Boots</div></nav>`,
    async (d) => {
      await d.hover('#b');
      await d.wait(2500);
      await d.page.mouse.move(500, 400);
    },
  ),
  scene(
    'finger that answers',
    `<button id=b style="width:120px;height:60px">Add</button><i id=n>0</i><script>b.onclick=()=>{n.textContent++}</script>`,
    async (d) => {
      for (let k = 0; k < 4; k++) {
        await d.page.touchscreen.tap(50, 30);
        await d.wait(150);
      }
    },
    { touch: true },
  ),
  scene(
    'keyboard that answers: Space on a stepper',
    `<button id=b>+</button><i id=n>0</i><script>b.onclick=()=>{n.textContent++}</script>`,
    async (d) => {
      await d.page.locator('#b').focus();
      await d.key('Space', 5);
    },
  ),
];
