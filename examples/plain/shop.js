// What is called before the script has come waits in a list, and is done then.
window.causeway =
  window.causeway ||
  function () {
    (causeway.q = causeway.q || []).push(arguments);
  };

// The shop's own renderer. It returns the element, which is then watched for being seen.
function showFormHelp({ acted, dismiss }) {
  const card = document.createElement('aside');
  card.className = 'help';
  card.textContent = 'A postcode looks like 1012 AB. ';
  const thanks = document.createElement('button');
  thanks.type = 'button';
  thanks.textContent = 'Got it';
  thanks.addEventListener('click', () => {
    acted();
    dismiss();
    card.remove();
  });
  card.append(thanks);
  document.getElementById('help').append(card);
  return card;
}

causeway('start', {
  edge: '%EDGE%',
  keys: '%KEYS%',
  // From the shop's own consent banner; see also @causeway/sdk/consent-mode.
  consent: 'granted',
  // Help that comes a second later is still help.
  deadlineMs: 1000,
  stages: { cart: '/cart', shipping: '/shipping', done: '/done' },
  actions: { 'form-help': showFormHelp },
});

// Ask when it matters: once the form has turned somebody back.
causeway('on', 'friction', (fact) => {
  if (fact.kind === 'submit-blocked') causeway('decide', 'checkout-help');
});
