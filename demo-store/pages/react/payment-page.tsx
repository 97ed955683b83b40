import { useShopper } from '@causeway/sdk/react';
import { type FormEvent, useEffect, useState } from 'react';
import type { Payment } from '../../backend/payment.ts';
import { api, type PlacedOrder } from '../shared/api.ts';
import { CARD_FORM } from '../shared/field-list.ts';
import { money } from '../shared/money.ts';
import { useBasket } from './basket-context.tsx';
import { CheckoutFrame } from './checkout-frame.tsx';
import { useHelp } from './help-context.tsx';
import { Link } from './link.tsx';
import { go } from './router.ts';

const METHODS = [
  ['card', 'Card'],
  ['invoice', 'Invoice, within 30 days'],
  ['transfer', 'Bank transfer'],
] as const;

const digits = (value: FormDataEntryValue | null): string => String(value ?? '').replace(/[^0-9]/g, '');

export const PaymentPage = ({ ordered }: { readonly ordered: (order: PlacedOrder) => void }) => {
  const shopper = useShopper();
  const { basket } = useBasket();
  const { shown, method: chosen } = useHelp();
  const [method, setMethod] = useState<Payment['method']>('card');
  const [note, setNote] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (chosen !== null) setMethod(chosen);
  }, [chosen]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const state = shopper?.state() ?? null;
    setBusy(true);
    setNote(null);
    const card = CARD_FORM.map(({ name }) => digits(data.get(name)));
    const answer = await api.order(
      { method, card },
      state === null ? null : { session: state.session, subject: state.profile.subject },
    );
    setBusy(false);
    if (answer.ok) {
      ordered(answer.body);
      return go('/done');
    }
    if (answer.status === 402) shopper?.friction('payment-failed', 'pay');
    setNote(answer.body.message ?? 'The payment did not go through.');
  };

  const methods = METHODS.filter(
    ([value]) => value === 'card' || shown === 'payment-options' || value === method,
  );
  return (
    <CheckoutFrame page="payment" heading="How would you like to pay?">
      <form onSubmit={(event) => void submit(event)}>
        {note !== null && (
          <p className="formnote" role="alert">
            {note}
          </p>
        )}
        <fieldset className="methods">
          <legend>Payment</legend>
          {methods.map(([value, label]) => (
            <label key={value}>
              <input
                type="radio"
                name="method"
                value={value}
                checked={method === value}
                onChange={() => setMethod(value)}
              />{' '}
              {label}
            </label>
          ))}
        </fieldset>
        {method === 'card' && (
          <div className="fields">
            {CARD_FORM.map(({ name, label, width, autocomplete, most, placeholder, example }) => (
              <div className={`field ${width}`} key={name}>
                <label htmlFor={`f-${name}`}>{label}</label>
                <input
                  id={`f-${name}`}
                  name={name}
                  inputMode="numeric"
                  required
                  aria-describedby={`h-${name}`}
                  autoComplete={autocomplete}
                  maxLength={most}
                  placeholder={placeholder}
                />
                {shown === 'form-help' && (
                  <p className="hint" id={`h-${name}`}>
                    {example}
                  </p>
                )}
              </div>
            ))}
          </div>
        )}
        <div className="formend">
          <Link to="/shipping">Back to shipping</Link>
          <button className="btn" type="submit" aria-busy={busy}>
            {method !== 'card'
              ? 'Place the order'
              : basket === null
                ? 'Pay'
                : `Pay ${money(basket.totalCents)}`}
          </button>
        </div>
      </form>
    </CheckoutFrame>
  );
};
