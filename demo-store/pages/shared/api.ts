import type { Basket } from '../../backend/basket.ts';
import type { Payment } from '../../backend/payment.ts';
import type { FieldErrors } from '../../backend/shipping-form.ts';
import type { Trouble } from '../../backend/trouble.ts';
import type { Address } from '../../backend/visitor.ts';

export type Me = {
  readonly customer: { readonly id: string; readonly label: string; readonly history: string } | null;
  readonly subjectToken: string | null;
  readonly trouble: readonly Trouble[];
};
export type PlacedOrder = Basket & {
  readonly order: string;
  readonly method: Payment['method'];
  readonly email: string;
};
export type VisitName = { readonly session: string; readonly subject: string };

/** An answer of the shop's server: the body of a 200, or what it refused with. */
export type Answer<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly status: number; readonly body: Refusal };
export type Refusal = { readonly message?: string; readonly fields?: FieldErrors };

const call = async <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer<T>> => {
  try {
    const response = await fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as T & Refusal;
    return response.ok ? { ok: true, body: json } : { ok: false, status: response.status, body: json };
  } catch {
    return { ok: false, status: 0, body: { message: 'The shop did not answer. Please try again.' } };
  }
};

/** Every call that a storefront makes to the shop's own server. None of them throws. */
export const api = {
  basket: () => call<Basket>('GET', '/api/basket'),
  setQuantity: (product: string, quantity: number) =>
    call<Basket>('POST', '/api/basket', { product, quantity }),
  ship: (address: Address) => call<Record<string, never>>('POST', '/api/shipping', address),
  redeem: (receipt: string) => call<Basket>('POST', '/api/incentive', { receipt }),
  order: (payment: Payment, visit: VisitName | null) =>
    call<PlacedOrder>('POST', '/api/order', { payment, visit }),
  me: () => call<Me>('GET', '/api/me'),
  customers: () => call<{ customers: NonNullable<Me['customer']>[] }>('GET', '/api/customers'),
  login: (customer: string | null) => call<Me>('POST', '/api/login', { customer }),
  setTrouble: (trouble: readonly Trouble[]) => call<Me>('POST', '/api/trouble', { trouble }),
};
