import { api } from '../shared/api.ts';
import { money } from '../shared/money.ts';
import { useBasket } from './basket-context.tsx';
import { CheckoutFrame } from './checkout-frame.tsx';
import { Link } from './link.tsx';

export const CartPage = () => {
  const { basket, setBasket } = useBasket();
  const set = async (product: string, quantity: number) => {
    const answer = await api.setQuantity(product, quantity);
    if (answer.ok) setBasket(answer.body);
  };
  return (
    <CheckoutFrame
      page="cart"
      heading="Your basket"
      foot={
        <Link className="btn wide" to="/shipping" data-causeway-role="to-checkout">
          Check out
        </Link>
      }
    >
      <ul className="lines" aria-label="Products">
        {basket?.lines.map((line) => (
          <li key={line.product}>
            <div className="tile">
              <img src={`/art/${line.product}.svg`} alt="" width="120" height="120" />
            </div>
            <div>
              <h3>
                <Link to={`/product/${line.product}`}>{line.name}</Link>
              </h3>
              <div className="stepper">
                <button
                  type="button"
                  aria-label={`One fewer: ${line.name}`}
                  data-causeway-role="fewer"
                  onClick={() => void set(line.product, line.quantity - 1)}
                >
                  −
                </button>
                <output className="num">{line.quantity}</output>
                <button
                  type="button"
                  aria-label={`One more: ${line.name}`}
                  data-causeway-role="more"
                  onClick={() => void set(line.product, line.quantity + 1)}
                >
                  +
                </button>
              </div>
            </div>
            <p className="num">{money(line.cents)}</p>
          </li>
        ))}
      </ul>
    </CheckoutFrame>
  );
};
