import { ShopperProvider } from '@causeway/sdk/react';
import { useEffect, useMemo, useState } from 'react';
import type { Product } from '../../backend/catalogue.ts';
import type { PlacedOrder } from '../shared/api.ts';
import { showConsentBar } from '../shared/consent-bar.ts';
import { keepOrder } from '../shared/kept-order.ts';
import { type PageConfig, startOptions } from '../shared/page-config.ts';
import { titleOf } from '../shared/shop-words.ts';
import { BasketProvider, useBasket } from './basket-context.tsx';
import { CartPage } from './cart-page.tsx';
import { DonePage } from './done-page.tsx';
import { Frame } from './frame.tsx';
import { HelpProvider } from './help-context.tsx';
import { Link } from './link.tsx';
import { PanelMount } from './panel-mount.tsx';
import { PaymentPage } from './payment-page.tsx';
import { usePath } from './router.ts';
import { BrowsePage, LandingPage, ProductPage } from './shelf-pages.tsx';
import { ShippingPage } from './shipping-page.tsx';
import { StageFollower } from './stage-follower.tsx';

const Missing = () => (
  <div className="empty">
    <h1>There is nothing on this shelf</h1>
    <p className="quiet">The page you asked for is not here.</p>
    <Link className="btn" to="/shop">
      See the shelves
    </Link>
  </div>
);

const Page = ({ path, products }: { readonly path: string; readonly products: readonly Product[] }) => {
  const [order, setOrder] = useState<PlacedOrder | null>(null);
  const { refresh } = useBasket();
  if (path === '/') return <LandingPage products={products} />;
  if (path === '/shop') return <BrowsePage products={products} />;
  if (path === '/cart') return <CartPage />;
  if (path === '/shipping') return <ShippingPage />;
  if (path === '/done') return <DonePage order={order} />;
  if (path === '/payment') {
    return (
      <PaymentPage
        ordered={(placed) => {
          keepOrder(placed);
          setOrder(placed);
          void refresh();
        }}
      />
    );
  }
  const product = products.find(({ id }) => path === `/product/${id}`);
  if (product !== undefined) return <ProductPage product={product} key={product.id} />;
  return <Missing />;
};

export const App = ({ config }: { readonly config: PageConfig }) => {
  const path = usePath();
  const [consent, setConsent] = useState(config.consent);
  const { products = [], customer = null } = config;
  const options = useMemo(() => startOptions({ ...config, consent }), [config, consent]);
  useEffect(() => {
    if (consent === null && document.querySelector('.consent') === null) showConsentBar(setConsent);
  }, [consent]);
  return (
    <ShopperProvider options={options}>
      <StageFollower path={path} />
      <BasketProvider>
        <HelpProvider>
          <Frame path={path} title={titleOf(path, products)} customer={customer}>
            <Page path={path} products={products} />
          </Frame>
          <PanelMount />
        </HelpProvider>
      </BasketProvider>
    </ShopperProvider>
  );
};
