/** A small shop page with one trap for each sense. Nothing in it comes from elsewhere. */
export const SENSES_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Senses</title>
    <style>
      body { font: 16px sans-serif; margin: 20px; min-height: 3000px; }
      section { margin: 12px 0; }
      .box { width: 200px; height: 40px; background: #ddd; }
    </style>
    <script src="/causeway.js"></script>
  </head>
  <body>
    <p>Time on the page: <span id="ticker">0</span> s, <b id="fast">0</b></p>
    <section>
      <button id="dead" type="button">Dead</button>
      <button id="alive" type="button">Alive</button>
      <button id="slow" type="button">Slow</button>
      <button id="disabled" type="button" disabled>Disabled</button>
      <button id="boom" type="button">Boom</button>
      <button id="opens" type="button" data-causeway-role="menu">Opens on pointerdown</button>
      <a id="dead-link" href="#">Dead link</a>
      <span id="menu"></span>
      <output id="answer"></output>
    </section>
    <section>
      <button id="minus" type="button">-</button><output id="count">1</output><button id="plus" type="button">+</button>
      <button id="plus-later" type="button">+ later</button><output id="count-later">1</output>
    </section>
    <section><button id="next" type="button">Next</button><div id="carousel" class="box" style="margin-left: 0"></div></section>
    <section data-causeway-ignore><button id="ignored" type="button">Ignored</button></section>
    <section id="excluded" class="no-sense"><button type="button">Excluded</button></section>
    <section id="shadow-host"></section>
    <p id="text">Just a text to read.</p>
    <canvas id="canvas" width="80" height="40" style="cursor: pointer"></canvas>
    <form id="form" action="/order" method="post">
      <input id="email" name="email" type="email" autocomplete="email" required />
      <input id="zip" name="zip" autocomplete="postal-code" required />
      <input id="plain" name="plain" />
      <button id="submit" type="submit">Order</button>
    </form>
    <form id="checked" novalidate>
      <input id="phone" type="tel" />
      <button id="check" type="submit">Check</button>
    </form>
    <script>
      const $ = (id) => document.getElementById(id);
      let [seconds, fast, at, slide] = [0, 0, 1, 0];
      setInterval(() => ($('ticker').textContent = ++seconds), 1000);
      setInterval(() => ($('fast').textContent = ++fast), 150);
      setInterval(() => ($('carousel').style.marginLeft = (slide = (slide + 20) % 200) + 'px'), 1400);
      $('next').onclick = () => ($('carousel').style.marginLeft = (slide = (slide + 20) % 200) + 'px');
      $('alive').onclick = () => ($('answer').textContent = String(Math.random()));
      $('slow').onclick = () => setTimeout(() => ($('answer').textContent = 'late'), 1500);
      $('boom').onclick = () => { throw new Error('secret words'); };
      $('opens').onpointerdown = () => ($('menu').textContent = $('menu').textContent === '' ? 'menu' : '');
      $('plus').onclick = () => ($('count').textContent = ++at);
      $('minus').onclick = () => ($('count').textContent = --at);
      let later = 1;
      $('plus-later').onclick = () => setTimeout(() => ($('count-later').textContent = ++later), 250);
      $('dead-link').onclick = (event) => event.preventDefault();
      const root = $('shadow-host').attachShadow({ mode: 'open' });
      root.innerHTML = '<button>Inside</button><i></i>';
      root.querySelector('button').onclick = () => (root.querySelector('i').textContent += '!');
      $('form').addEventListener('submit', (event) => event.preventDefault());
      $('checked').addEventListener('submit', (event) => {
        event.preventDefault();
        $('phone').setAttribute('aria-invalid', 'true');
      });
      window.facts = [];
      window.lines = [];
      window.shopper = causeway.start({
        consent: 'granted',
        stages: { cart: '/' },
        friction: { exclude: '.no-sense' },
      });
      shopper.on('friction', (fact) => facts.push(fact));
      shopper.on('line', (line) => lines.push(line));
    </script>
  </body>
</html>`;
