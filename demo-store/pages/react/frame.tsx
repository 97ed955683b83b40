import { type ReactNode, useEffect, useRef } from 'react';
import { TRAIL } from '../shared/journey.ts';
import { DISCLAIMER, NOTICE, PROMISES, titleTag } from '../shared/shop-words.ts';
import { useBasket } from './basket-context.tsx';
import { Link } from './link.tsx';
import { Logo } from './logo.tsx';

/** Header, main and footer. On each new page the focus goes to main and the title is the page's, as with a page load. */
export const Frame = ({
  path,
  title,
  customer,
  children,
}: {
  readonly path: string;
  readonly title: string | null;
  readonly customer: string | null;
  readonly children: ReactNode;
}) => {
  const { basket } = useBasket();
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  useEffect(() => {
    document.title = titleTag(title);
  }, [title]);
  const items = basket?.items ?? 0;
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <p className="notice">{NOTICE}</p>
        <div className="wrap">
          <Link className="brand" to="/">
            <Logo />
            <span>Fennel &amp; Forge</span>
          </Link>
          <nav aria-label="Shop">
            <Link to="/shop">Shop</Link>
            <span className="quiet" data-part="customer">
              {customer ?? 'Guest'}
            </span>
            <Link to="/cart">
              Basket{' '}
              <span className="count num" aria-hidden="true">
                {items}
              </span>
              <span className="sr">, {items} items</span>
            </Link>
          </nav>
        </div>
      </header>
      <main id="main" className="wrap" tabIndex={-1} ref={main}>
        {children}
      </main>
      <footer className="foot">
        <dl className="wrap promises">
          {PROMISES.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <div className="wrap last">
          <span>{DISCLAIMER}</span>
          <a href="/">The same shop in plain HTML</a>
        </div>
      </footer>
    </>
  );
};

export const Trail = ({ page }: { readonly page: (typeof TRAIL)[number]['page'] }) => {
  const now = TRAIL.findIndex((step) => step.page === page);
  return (
    <nav aria-label="Checkout">
      <ol className="trail">
        {TRAIL.map((step, k) => (
          <li
            key={step.page}
            className={k < now ? 'past' : undefined}
            aria-current={k === now ? 'step' : undefined}
          >
            {step.label}
          </li>
        ))}
      </ol>
    </nav>
  );
};
