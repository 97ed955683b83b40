import { useState } from 'react';
import type { Product } from '../../backend/catalogue.ts';
import { api } from '../shared/api.ts';
import { money } from '../shared/money.ts';
import { useBasket } from './basket-context.tsx';
import { Link } from './link.tsx';

const Art = ({ id, alt }: { readonly id: string; readonly alt: string }) => (
  <div className="tile">
    <img src={`/art/${id}.svg`} alt={alt} width="400" height="400" />
  </div>
);

/** `level`: one below the heading of the list that it stands in. */
const Shelf = ({
  products,
  level: Name,
}: {
  readonly products: readonly Product[];
  readonly level: 'h2' | 'h3';
}) => (
  <ul className="shelf">
    {products.map((product) => (
      <li className="item" key={product.id}>
        <Link to={`/product/${product.id}`}>
          <Art id={product.id} alt={product.alt} />
          <Name>{product.name}</Name>
        </Link>
        <p className="quiet">{product.line}</p>
        <p className="price num">{money(product.cents)}</p>
      </li>
    ))}
  </ul>
);

const FAVOURITES = ['skillet', 'santoku', 'bowl', 'kettle'];

export const LandingPage = ({ products }: { readonly products: readonly Product[] }) => (
  <>
    <section className="hero" aria-labelledby="hello">
      <div>
        <h1 id="hello">Tools that outlive the recipe</h1>
        <p>Pans, knives and pantry goods from small workshops, mended for as long as you cook.</p>
        <Link className="btn" to="/shop">
          See the shelves
        </Link>
      </div>
      <img src="/art/dutch-oven.svg" alt="" width="400" height="400" />
    </section>
    <section aria-labelledby="favourites">
      <div className="shelfhead">
        <h2 id="favourites">What people come back for</h2>
        <Link to="/shop">Everything</Link>
      </div>
      <Shelf products={products.filter(({ id }) => FAVOURITES.includes(id))} level="h3" />
    </section>
  </>
);

export const BrowsePage = ({ products }: { readonly products: readonly Product[] }) => {
  const [shelf, setShelf] = useState('All');
  const shown = products.filter((product) => shelf === 'All' || product.shelf === shelf);
  return (
    <>
      <div className="shelfhead">
        <h1>The shelves</h1>
        <div className="chips" role="group" aria-label="Show">
          {['All', ...new Set(products.map((product) => product.shelf))].map((name) => (
            <button
              key={name}
              type="button"
              className="chip"
              aria-pressed={name === shelf}
              onClick={() => setShelf(name)}
            >
              {name}
            </button>
          ))}
        </div>
      </div>
      <p className="sr" role="status">
        {shown.length} products
      </p>
      <Shelf products={shown} level="h2" />
    </>
  );
};

export const ProductPage = ({ product }: { readonly product: Product }) => {
  const { basket, setBasket } = useBasket();
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const add = async () => {
    if (busy) return;
    setBusy(true);
    const before = basket?.lines.find((line) => line.product === product.id)?.quantity ?? 0;
    const answer = await api.setQuantity(product.id, before + 1);
    if (answer.ok) setBasket(answer.body);
    setSaid(answer.ok ? 'It is in your basket.' : (answer.body.message ?? ''));
    setBusy(false);
  };
  return (
    <>
      <p className="crumb">
        <Link to="/shop">Shop</Link> / {product.shelf}
      </p>
      <article className="product">
        <Art id={product.id} alt={product.alt} />
        <div className="about">
          <div>
            <h1>{product.name}</h1>
            <p className="quiet">{product.line}</p>
          </div>
          <p className="price num">{money(product.cents)}</p>
          <p>{product.story}</p>
          <div className="buy">
            <button type="button" className="btn" aria-busy={busy} onClick={() => void add()}>
              Add to basket
            </button>
            <Link className="btn plain" to="/cart">
              Go to basket
            </Link>
          </div>
          <p role="status" className="quiet">
            {said}
          </p>
          <ul className="facts">
            {product.details.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      </article>
    </>
  );
};
