import { array, type Checked, object, oneOf, text } from '@causeway/contract';
import type { Visitor } from './visitor.ts';

export const checkPayment = object({
  method: oneOf(['card', 'invoice', 'transfer']),
  /** card number, expiry and security code, digits only; empty for the other methods. Looked at once and never kept. */
  card: array(text(24, /^[0-9]*$/, 0), 3),
});
export type Payment = Checked<typeof checkPayment>;

/** The check digit of a card number (ISO/IEC 7812-1, the Luhn sum). */
export const hasCheckDigit = (digits: string): boolean => {
  let sum = 0;
  for (let k = 0; k < digits.length; k++) {
    const digit = Number(digits[digits.length - 1 - k]);
    const twice = k % 2 === 1 ? digit * 2 : digit;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return digits.length >= 12 && sum % 10 === 0;
};

export type PaymentResult = { readonly paid: true } | { readonly paid: false; readonly reason: string };

/** The bank of the demo: it takes any well-formed card, and with the `payment` switch on it declines every card twice. */
export const takePayment = (visitor: Visitor, payment: Payment): PaymentResult => {
  if (payment.method !== 'card') return { paid: true };
  const [number = '', expiry = '', code = ''] = payment.card;
  if (!hasCheckDigit(number) || expiry.length !== 4 || code.length < 3) {
    return { paid: false, reason: 'Check the card number, the expiry date and the security code.' };
  }
  if (visitor.trouble.has('payment') && visitor.declines < 2) {
    visitor.declines += 1;
    return {
      paid: false,
      reason: 'Your bank did not approve this payment. Nothing was charged. Try again, or use another card.',
    };
  }
  return { paid: true };
};
