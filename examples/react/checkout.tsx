import type { StartOptions } from '@causeway/sdk';
import { ShopperProvider, useDecision, useFriction, useShopper } from '@causeway/sdk/react';
import { type FormEvent, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** Help that the edge decided on. `ref` tells that it was rendered, and when it was seen. */
const FormHelp = ({ asked }: { readonly asked: number }) => {
  const { action, ref, acted, dismiss } = useDecision('checkout-help', {
    actions: ['form-help'],
    when: asked > 0,
  });
  if (action !== 'form-help') return null;
  const thanks = () => {
    acted();
    dismiss();
  };
  return (
    <aside ref={ref} className="help">
      A postcode looks like 1012 AB.{' '}
      <button type="button" onClick={thanks}>
        Got it
      </button>
    </aside>
  );
};

const Shipping = ({ done }: { readonly done: () => void }) => {
  const shopper = useShopper();
  // A router's step is a stage: said here, since the address stays the same.
  useEffect(() => shopper?.stage('shipping'), [shopper]);
  const blocked = useFriction()?.facts.filter(({ kind }) => kind === 'submit-blocked').length ?? 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    done();
  };
  return (
    <form onSubmit={submit}>
      <FormHelp asked={blocked} />
      <label>
        Street <input name="street" required />
      </label>
      <label>
        Postcode <input name="postcode" required pattern="[0-9]{4} ?[A-Z]{2}" />
      </label>
      <button type="submit">Order</button>
    </form>
  );
};

const Done = () => {
  const shopper = useShopper();
  useEffect(() => {
    shopper?.stage('done');
    shopper?.outcome('order');
  }, [shopper]);
  return <h1>Thank you</h1>;
};

const Shop = () => {
  const [ordered, setOrdered] = useState(false);
  return ordered ? <Done /> : <Shipping done={() => setOrdered(true)} />;
};

/** The options are the shop's: from its build, or from the page as here. */
const options = JSON.parse(document.getElementById('options')?.textContent ?? '{}') as StartOptions;

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <ShopperProvider options={{ ...options, consent: 'granted', deadlineMs: 1000 }}>
      <Shop />
    </ShopperProvider>
  </StrictMode>,
);
