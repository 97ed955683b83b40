/** A basket of the one thing that this shop sells. */
export type Basket = { readonly pans: number };
export const CENTS = 4000;

/** The section that the theme draws anew after each change. */
export const cartDrawer = ({ pans }: Basket): string =>
  pans === 0
    ? '<p>Nothing yet.</p>'
    : `<p>Pan × <output>${pans}</output></p>
<button type="button" data-quantity="${pans - 1}" aria-label="One less">-</button>
<button type="button" data-quantity="${pans + 1}" aria-label="One more">+</button>
<p>Subtotal ${(pans * CENTS) / 100}.00</p><a href="/checkouts/c1/information">Check out</a>`;

const step = (head: string, action: string, fields: string, button: string): string =>
  `<section data-section="checkout"><h1>${head}</h1><form action="${action}" method="post">${fields}<button>${button}</button></form></section>`;

/** The pages' own parts by path; null where there is none. */
export const partOf = (path: string): string | null => {
  const parts: Readonly<Record<string, string>> = {
    '/': '<section data-section="main"><h1>Pans</h1><a href="/products/pan">A pan</a></section>',
    '/products/pan': `<section data-section="main"><h1>A pan</h1>
<form action="/cart/add" method="post"><button>Add to basket</button></form></section>`,
    '/checkouts/c1/information': step(
      'Who are you?',
      '/checkouts/c1/shipping',
      '<label>E-mail <input name="email" type="email" required></label>',
      'Continue to shipping',
    ),
    '/checkouts/c1/shipping': step(
      'How shall it come?',
      '/checkouts/c1/payment',
      '<label><input type="radio" name="way" value="post" checked> Post</label>',
      'Continue to payment',
    ),
    '/checkouts/c1/payment': step(
      'How will you pay?',
      '/checkouts/c1/thank-you',
      '<label>Card <input name="card" autocomplete="cc-number" inputmode="numeric" required></label>',
      'Pay now',
    ),
    '/checkouts/c1/thank-you': `<section data-section="main"><h1>Thank you</h1></section>
<script>causeway('outcome', 'order');</script>`,
  };
  return parts[path] ?? null;
};
