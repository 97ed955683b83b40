import type { Basket } from '../../backend/basket.ts';
import type { Payment } from '../../backend/payment.ts';
import { api, type PlacedOrder, type VisitName } from '../shared/api.ts';
import { money } from '../shared/money.ts';
import { part } from './dom.ts';
import { showNote, whileBusy } from './form-errors.ts';

export type PaymentHooks = {
  /** the page's name of this visit, for the outcome */
  readonly visit: () => VisitName | null;
  readonly failed: () => void;
  readonly ordered: (order: PlacedOrder) => Promise<void>;
};

const digits = (value: FormDataEntryValue | null): string => String(value ?? '').replace(/[^0-9]/g, '');

const paymentOf = (form: HTMLFormElement): Payment => {
  const data = new FormData(form);
  return {
    method: String(data.get('method') ?? 'card') as Payment['method'],
    card: [digits(data.get('number')), digits(data.get('expiry')), digits(data.get('code'))],
  };
};

/** With another method than the card, the card's fields are out of the way and out of the form. */
const followMethod = (form: HTMLFormElement): void => {
  const byCard = new FormData(form).get('method') === 'card';
  const card = part('card', form);
  if (card !== null) card.hidden = !byCard;
  for (const input of card?.querySelectorAll('input') ?? []) input.disabled = !byCard;
  const pay = part('pay', form);
  if (pay !== null) pay.textContent = byCard ? `Pay ${pay.dataset.total ?? ''}` : 'Place the order';
};

/** The button says what it will take. */
export const showPayTotal = (basket: Basket): void => {
  const [form, pay] = [part<HTMLFormElement>('form'), part('pay')];
  if (form === null || pay === null) return;
  pay.dataset.total = money(basket.totalCents);
  followMethod(form);
};

export const startPaymentPage = (hooks: PaymentHooks): void => {
  const form = part<HTMLFormElement>('form');
  if (form === null) return;
  form.addEventListener('change', () => followMethod(form));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void whileBusy(part('pay', form), async () => {
      showNote(null);
      const answer = await api.order(paymentOf(form), hooks.visit());
      if (answer.ok) {
        await hooks.ordered(answer.body);
        return location.assign('/done');
      }
      if (answer.status === 402) hooks.failed();
      showNote(answer.body.message ?? 'The payment did not go through.');
    });
  });
};
