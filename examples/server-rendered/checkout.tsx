import type { StartOptions } from '@causeway/sdk';
import { type Bootstrap, ShopperProvider, useDecision } from '@causeway/sdk/react';

/** Rendered on the server with the decision that the server has asked for; in the page nothing appears late or moves. */
const Help = () => {
  const { action, ref, dismiss } = useDecision('checkout-help', { actions: ['reassurance'] });
  if (action !== 'reassurance') return null;
  return (
    <aside ref={ref} className="help">
      You can send it back for 30 days.{' '}
      <button type="button" onClick={dismiss}>
        Close
      </button>
    </aside>
  );
};

export type CheckoutProps = { readonly options: StartOptions; readonly bootstrap: Bootstrap | undefined };

/** In Next this file begins with 'use client'; it is rendered on the server all the same. */
export const Checkout = ({ options, bootstrap }: CheckoutProps) => (
  <ShopperProvider options={options} bootstrap={bootstrap}>
    <h1>Pay</h1>
    <Help />
    <form>
      <label>
        Card <input name="card" autoComplete="cc-number" inputMode="numeric" />
      </label>
      <button type="submit">Pay</button>
    </form>
  </ShopperProvider>
);
