// The theme's own script, as many themes have it: add by fetch, then draw the section anew from the server's HTML.
const $ = (selector) => document.querySelector(selector);

const drawSection = async (id) => {
  const sections = await (await fetch(`${location.pathname}?sections=${id}`)).json();
  $(`[data-section="${id}"]`).innerHTML = sections[id];
};

const change = async (path, body) => {
  const response = await fetch(path, { method: 'POST', body: new URLSearchParams(body) });
  const cart = await response.json();
  document.dispatchEvent(new CustomEvent('cart:updated', { detail: cart }));
  await drawSection('cart-drawer');
};

document.addEventListener('submit', async (event) => {
  if (!event.target.matches('form[action="/cart/add"]')) return;
  event.preventDefault();
  await change('/cart/add.js', { id: 'pan', quantity: '1' });
  $('#cart-drawer').show();
});

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-quantity]');
  if (button !== null) await change('/cart/change.js', { quantity: button.dataset.quantity });
});

$('#consent')?.addEventListener('click', (event) => {
  const allowed = event.target.value === 'yes';
  if (!['yes', 'no'].includes(event.target.value)) return;
  document.cookie = `consent=${allowed ? 'yes' : 'no'}; Path=/`;
  $('#consent').remove();
  tellConsent(allowed);
});

const tellConsent = (analyticsAllowed) =>
  document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: { analyticsAllowed } }));
