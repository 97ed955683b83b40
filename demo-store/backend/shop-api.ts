import {
  array,
  checkOutcome,
  integer,
  nullable,
  object,
  oneOf,
  sessionText,
  subjectText,
  text,
} from '@causeway/contract';
import { priceBasket, setQuantity } from './basket.ts';
import { CATALOGUE } from './catalogue.ts';
import type { Customer } from './customers.ts';
import type { EdgeLink } from './edge-link.ts';
import { redeem } from './incentive.ts';
import { type Order, outcomeOf, placeOrder } from './order.ts';
import type { Outbox } from './outcome-outbox.ts';
import { checkPayment, takePayment } from './payment.ts';
import { ok, type Reply, refused } from './reply.ts';
import { ADDRESS_FIELDS, checkAddress } from './shipping-form.ts';
import { TROUBLES } from './trouble.ts';
import type { Address, Visitor } from './visitor.ts';

export type ShopOptions = {
  readonly edge: EdgeLink;
  readonly outbox: Outbox;
  readonly customers: readonly Customer[];
  readonly now: () => number;
  readonly randomId: () => string;
  /** told when the `edge-down` switch turns */
  readonly edgeDown: (down: boolean) => void;
  readonly isEdgeDown: () => boolean;
};

export type Call = { readonly visitor: Visitor; readonly body: unknown };
export type Handler = (call: Call) => Reply | Promise<Reply>;

const field = text(200, undefined, 0);
const checkLine = object({ product: text(40), quantity: integer(0, 99) });
const checkAddressBody = object(
  Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, field])) as Record<keyof Address, typeof field>,
);
const checkOrderBody = object({
  payment: checkPayment,
  /** the page's name of this visit; null when the page runs without the SDK */
  visit: nullable(object({ session: sessionText, subject: subjectText })),
});
const checkLogin = object({ customer: nullable(text(40)) });
const checkTroubles = object({ trouble: array(oneOf(TROUBLES), TROUBLES.length) });
const checkReceipt = object({ receipt: text(16384) });

/** Every route of the shop's server, by method and path. A shop replaces this folder with its own. */
export const createShopApi = (options: ShopOptions): Record<string, Handler> => {
  const { edge, outbox, customers, now, randomId } = options;
  const used = new Set<string>();
  const orders = new Map<string, Order>();
  const customerOf = (visitor: Visitor) => customers.find(({ id }) => id === visitor.customer);

  const me = async (visitor: Visitor): Promise<Reply> => {
    const customer = customerOf(visitor);
    const troubles = [...visitor.trouble, ...(options.isEdgeDown() ? ['edge-down'] : [])];
    return ok({
      customer:
        customer === undefined ? null : { id: customer.id, label: customer.label, history: customer.history },
      subjectToken: customer === undefined ? null : await edge.subjectToken(customer.subject),
      trouble: troubles,
    });
  };

  return {
    'GET /api/catalogue': () => ok({ products: CATALOGUE }),
    'GET /api/basket': ({ visitor }) => ok(priceBasket(visitor)),
    'POST /api/basket': ({ visitor, body }) => {
      const { product, quantity } = checkLine(body, 'body');
      if (!setQuantity(visitor, product, quantity)) return refused(404, { message: 'We do not sell that.' });
      return ok(priceBasket(visitor));
    },
    'POST /api/shipping': ({ visitor, body }) => {
      const address = checkAddressBody(body, 'body');
      const fields = checkAddress(visitor, address);
      if (Object.keys(fields).length > 0) return refused(422, { fields });
      visitor.address = address;
      return ok({});
    },
    'POST /api/incentive': async ({ visitor, body }) => {
      const subject = customerOf(visitor)?.subject;
      if (subject === undefined) return refused(403, { message: 'Please log in first.' });
      const { receipt } = checkReceipt(body, 'body');
      visitor.incentive = await redeem(edge.openReceipt, receipt, { subject, used, now: now() });
      return ok(priceBasket(visitor));
    },
    'POST /api/order': ({ visitor, body }) => {
      const { payment, visit } = checkOrderBody(body, 'body');
      if (visitor.basket.size === 0) return refused(409, { message: 'Your basket is empty.' });
      if (visitor.address === null) return refused(409, { message: 'We do not know yet where to send it.' });
      const result = takePayment(visitor, payment);
      if (!result.paid) return refused(402, { message: result.reason });
      const id = randomId();
      const order = placeOrder(visitor, payment.method, id, now());
      orders.set(id, order);
      if (order.basket.incentive !== null) used.add(order.basket.incentive.decision);
      // A guest may only speak for a guest's random name; the shop's own customers are never taken from the page.
      const subject =
        customerOf(visitor)?.subject ?? (visit?.subject.startsWith('anon:') ? visit.subject : undefined);
      if (visit !== null && subject !== undefined) {
        outbox.add(checkOutcome(outcomeOf(order, { session: visit.session, subject }), 'outcome'));
      }
      return ok({ order: id, ...order.basket, method: order.method, email: visitor.address.email });
    },
    'GET /api/me': ({ visitor }) => me(visitor),
    'GET /api/customers': () =>
      ok({ customers: customers.map(({ id, label, history }) => ({ id, label, history })) }),
    'POST /api/login': ({ visitor, body }) => {
      const { customer } = checkLogin(body, 'body');
      if (customer !== null && !customers.some(({ id }) => id === customer)) {
        return refused(404, { message: 'There is no such customer.' });
      }
      visitor.customer = customer;
      visitor.incentive = null;
      return me(visitor);
    },
    'POST /api/trouble': ({ visitor, body }) => {
      const { trouble } = checkTroubles(body, 'body');
      visitor.trouble.clear();
      for (const name of trouble) if (name !== 'edge-down') visitor.trouble.add(name);
      visitor.rejections = 0;
      visitor.declines = 0;
      options.edgeDown(trouble.includes('edge-down'));
      return me(visitor);
    },
  };
};
