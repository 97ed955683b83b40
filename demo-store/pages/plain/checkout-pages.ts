import { ADDRESS_FORM, CARD_FORM, COUNTRIES, type FieldSpec } from '../shared/field-list.ts';
import { TRAIL } from '../shared/journey.ts';
import { type Html, html, raw } from './html.ts';

const trail = (page: string): Html => {
  const now = TRAIL.findIndex((step) => step.page === page);
  const step = ({ label }: { label: string }, k: number) =>
    html`<li ${raw(k === now ? 'aria-current="step"' : k < now ? 'class="past"' : '')}>${label}</li>`;
  return html`<nav aria-label="Checkout"><ol class="trail">${TRAIL.map(step)}</ol></nav>`;
};

/** Two columns: the page's own part with the help slot above it, and the summary that the script fills. */
const frame = (page: string, heading: string, body: Html): Html => html`${trail(page)}<div class="checkout">
<div><h1>${heading}</h1><div role="status" data-part="help"></div>${body}</div>
<aside class="summary" aria-label="Your order" data-part="summary"></aside></div>`;

/** The checkout of an empty basket: no form that leads nowhere. */
export const emptyPage = (
  page: string,
): Html => html`${trail(page)}<div class="empty"><h1>Your basket is empty</h1>
<p class="quiet">There is nothing to send or to pay yet.</p><a class="btn" href="/shop">See the shelves</a></div>`;

export const cartPage = (): Html =>
  frame('cart', 'Your basket', html`<ul class="lines" data-part="lines" aria-label="Products"></ul>`);

const control = (spec: FieldSpec): Html => {
  const { name, type, autocomplete, optional, inputmode } = spec;
  const common = html`id="f-${name}" name="${name}" autocomplete="${autocomplete}" aria-describedby="e-${name} h-${name}"${raw(optional === true ? '' : ' required')}`;
  if (type !== 'select')
    return html`<input ${common} type="${type}" ${inputmode === undefined ? '' : html`inputmode="${inputmode}"`}>`;
  return html`<select ${common}><option value="">Choose</option>${COUNTRIES.map(([code, label]) => html`<option value="${code}">${label}</option>`)}</select>`;
};

export const fieldHtml = (spec: FieldSpec): Html => html`<div class="field ${spec.width}">
<label for="f-${spec.name}">${spec.label} ${spec.optional === true ? html`<small>(optional)</small>` : ''}</label>${control(spec)}
<p class="hint" id="h-${spec.name}" hidden>${spec.example}</p><p class="error" id="e-${spec.name}" hidden></p></div>`;

export const shippingPage = (): Html =>
  frame(
    'shipping',
    'Where shall we send it?',
    html`<form data-part="form"><p class="formnote" role="alert" data-part="note" hidden></p>
<div class="fields">${ADDRESS_FORM.map(fieldHtml)}</div>
<div class="formend"><a href="/cart">Back to the basket</a><button class="btn" type="submit">Continue to payment</button></div></form>`,
  );

const cardField = (spec: (typeof CARD_FORM)[number]): Html => {
  const { name, label, width, autocomplete, most, placeholder, example } = spec;
  return html`<div class="field ${width}"><label for="f-${name}">${label}</label>
<input id="f-${name}" name="${name}" inputmode="numeric" required aria-describedby="h-${name}" autocomplete="${autocomplete}" maxlength="${most}" placeholder="${placeholder}">
<p class="hint" id="h-${name}" hidden>${example}</p></div>`;
};

const method = (value: string, label: string, hidden: boolean): Html =>
  html`<label ${raw(hidden ? 'data-part="other-way" hidden' : '')}><input type="radio" name="method" value="${value}" ${raw(value === 'card' ? 'checked' : '')}> ${label}</label>`;

export const paymentPage = (): Html =>
  frame(
    'payment',
    'How would you like to pay?',
    html`<form data-part="form"><p class="formnote" role="alert" data-part="note" hidden></p>
<fieldset class="methods"><legend>Payment</legend>${method('card', 'Card', false)}${method('invoice', 'Invoice, within 30 days', true)}${method('transfer', 'Bank transfer', true)}</fieldset>
<div class="fields" data-part="card">${CARD_FORM.map(cardField)}</div>
<div class="formend"><a href="/shipping">Back to shipping</a><button class="btn" type="submit" data-part="pay">Pay</button></div></form>`,
  );

export const donePage =
  (): Html => html`${trail('done')}<section class="empty" data-part="no-order" hidden><h1>There is no order here</h1>
<p class="quiet">This page thanks for an order of this visit, and there is none yet.</p><a class="btn" href="/shop">See the shelves</a></section>
<section class="done" data-part="done" hidden><span class="tick">${raw(
    '<svg viewBox="0 0 24 24" width="28" height="28" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M5 13l4.5 4.5L19 7"/></svg>',
  )}</span><h1>Thank you</h1><p data-part="ordered"></p><p class="quiet">A receipt is on its way. If anything is not right, send it back within sixty days.</p>
<a class="btn" href="/shop">Back to the shelves</a></section>`;
