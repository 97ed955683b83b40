import { scene } from './scenario.ts';

/** Presses that the browser answers: it goes, opens, loads or hands over. None of them is friction. */
export const leavingPresses = [
  scene('link to another page of the shop', `<a id=b href="/page?slow=1500">Product</a>`, (d) =>
    d.click('#b'),
  ),
  scene(
    'link to an external page in a new tab',
    `<a id=b href="/page" target=_blank rel=noopener>Terms</a>`,
    (d) => d.click('#b'),
  ),
  scene(
    'window.open by script',
    `<button id=b>Live help</button><script>b.onclick=()=>window.open('/page','help','width=300,height=300')</script>`,
    (d) => d.click('#b'),
  ),
  scene('download link', `<a id=b href="/file.csv" download>Invoice</a>`, (d) => d.click('#b')),
  scene(
    'download made by script',
    `<button id=b>Save</button><script>b.onclick=()=>{const l=document.createElement('a');l.href=URL.createObjectURL(new Blob(['x']));l.download='x.txt';l.click()}</script>`,
    (d) => d.click('#b'),
  ),
  scene('mailto', `<a id=b href="mailto:help@shop.test">Write to us</a>`, (d) => d.click('#b')),
  scene('another program', `<a id=b href="whatsapp://send">Share</a>`, (d) => d.click('#b')),
  scene(
    'anchor to a section further down',
    `<a id=b href="#size">Sizes</a><div style="height:2000px"></div><h2 id=size>Sizes</h2><div style="height:900px"></div>`,
    (d) => d.click('#b'),
  ),
  scene(
    'back to top',
    `<div style="height:3000px"></div><button id=b style="position:fixed;bottom:9px;right:9px">Top</button><script>scrollTo(0,1500);b.onclick=()=>scrollTo({top:0,behavior:'smooth'})</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'route by pushState that takes a moment to render',
    `<a id=b href="/cart">Cart</a><main id=v>Product</main><script>b.onclick=(e)=>{e.preventDefault();history.pushState({},'','/cart');setTimeout(()=>v.textContent='Cart',350)}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'swap of the body as Turbo does',
    `<a id=b href="/next">Next</a><script>document.addEventListener('click',async(e)=>{const l=e.target.closest('a');if(!l)return;e.preventDefault();const r=await fetch('/api/200/300');await r.text();history.pushState({},'','/next');document.body.innerHTML='<h1>Next page</h1>'})</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'part that is fetched and swapped as htmx does',
    `<button id=b>More</button><div id=t></div><script>b.onclick=async()=>{t.classList.add('htmx-request');const r=await fetch('/api/200/400');await r.text();t.innerHTML='<p>row</p>';t.classList.remove('htmx-request')}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'optimistic like, saved in the background',
    `<button id=b>Like</button><script>b.onclick=()=>{b.className='on';fetch('/api/200/2500')}</script>`,
    (d) => d.click('#b'),
    { allow: ['slow-request'] },
  ),
  scene(
    'press that only saves something, without a trace',
    `<button id=b>Remind me</button><script>b.onclick=()=>{fetch('/api/200/100',{method:'POST'})}</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'files are chosen by a styled button',
    `<button id=b>Upload</button><input id=f type=file hidden><script>b.onclick=()=>f.click()</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'full screen',
    `<div id=x style="height:100px;background:#dde"><button id=b>Zoom</button></div><script>b.onclick=()=>x.requestFullscreen()</script>`,
    (d) => d.click('#b'),
  ),
  scene(
    'form that is sent to the next page',
    `<form action="/page?slow=800"><input name=a value=1><button id=b>Continue</button></form>`,
    (d) => d.click('#b'),
  ),
];
