import { useShopper } from '@causeway/sdk/react';
import { useEffect } from 'react';
import type { PlacedOrder } from '../shared/api.ts';
import { keptOrder } from '../shared/kept-order.ts';
import { money } from '../shared/money.ts';
import { Trail } from './frame.tsx';
import { Tick } from './logo.tsx';

/** The end of a visit. Its links load a page anew, so that what follows is a new visit. */
export const DonePage = ({ order }: { readonly order: PlacedOrder | null }) => {
  const shopper = useShopper();
  useEffect(() => {
    // After the page's own stage has been noticed; the money is the backend's to report.
    if (order !== null) shopper?.outcome('order');
  }, [shopper, order]);
  const shown = order ?? keptOrder();
  if (shown === null)
    return (
      <section className="empty">
        <h1>There is no order here</h1>
        <p className="quiet">This page thanks for an order of this visit, and there is none yet.</p>
        <a className="btn" href="/react/shop">
          See the shelves
        </a>
      </section>
    );
  return (
    <>
      <Trail page="done" />
      <section className="done">
        <span className="tick">
          <Tick />
        </span>
        <h1>Thank you</h1>
        <p>
          Order {shown.order.slice(0, 8)} for {money(shown.totalCents)} is being packed.
        </p>
        <p className="quiet">
          A receipt is on its way. If anything is not right, send it back within sixty days.
        </p>
        <a className="btn" href="/react/shop">
          Back to the shelves
        </a>
      </section>
    </>
  );
};
