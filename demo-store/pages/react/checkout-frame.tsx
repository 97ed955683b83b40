import type { ReactNode } from 'react';
import type { Basket } from '../../backend/basket.ts';
import { summaryRows } from '../shared/summary-rows.ts';
import { useBasket } from './basket-context.tsx';
import { Trail } from './frame.tsx';
import { HelpCard } from './help-card.tsx';
import { Link } from './link.tsx';

const Summary = ({ basket, foot }: { readonly basket: Basket; readonly foot?: ReactNode }) => (
  <aside className="summary" aria-label="Your order">
    <h2>Your order</h2>
    <p className="quiet trust">{basket.lines.map((line) => `${line.quantity} × ${line.name}`).join(', ')}</p>
    <dl data-causeway-role="cost">
      {summaryRows(basket).flatMap(([label, value, kind]) => [
        <dt key={label} className={kind}>
          {label}
        </dt>,
        <dd key={`${label} value`} className={`num ${kind}`}>
          {value}
        </dd>,
      ])}
    </dl>
    {foot}
    <p className="trust">Sixty days to return. Prices include VAT.</p>
  </aside>
);

type CheckoutProps = {
  readonly page: 'cart' | 'shipping' | 'payment';
  readonly heading: string;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
};

/** A page of the checkout: trail, help, its own part, and the summary beside it. An empty basket has no forms. */
export const CheckoutFrame = ({ page, heading, foot, children }: CheckoutProps) => {
  const { basket } = useBasket();
  if (basket?.items === 0)
    return (
      <>
        <Trail page={page} />
        <div className="empty">
          <h1>Your basket is empty</h1>
          <p className="quiet">There is nothing to send or to pay yet.</p>
          <Link className="btn" to="/shop">
            See the shelves
          </Link>
        </div>
      </>
    );
  return (
    <>
      <Trail page={page} />
      <div className="checkout">
        <div>
          <h1>{heading}</h1>
          <div role="status">
            <HelpCard page={page} />
          </div>
          {children}
        </div>
        {basket !== null && <Summary basket={basket} foot={foot} />}
      </div>
    </>
  );
};
