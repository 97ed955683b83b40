import { useDecision, useFriction, useShopper } from '@causeway/sdk/react';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Payment } from '../../backend/payment.ts';
import type { Address } from '../../backend/visitor.ts';
import { api } from '../shared/api.ts';
import { keepHelp, keptHelp, POINT, wantsHelp } from '../shared/ask-rule.ts';
import { HELP_IDS, type HelpId, isHelp, isIncentive } from '../shared/help-texts.ts';
import { useBasket } from './basket-context.tsx';

type Help = {
  readonly shown: HelpId | null;
  /** put on the card: it tells that it was rendered and seen */
  readonly ref: (element: Element | null) => void;
  readonly dismiss: () => void;
  readonly acted: () => void;
  /** what the help has filled in or chosen for the shopper */
  readonly example: Address | null;
  readonly method: Payment['method'] | null;
  readonly fill: (address: Address) => void;
  readonly choose: (method: Payment['method']) => void;
};

const nothing = () => undefined;
const HelpContext = createContext<Help>({
  shown: null,
  ref: nothing,
  dismiss: nothing,
  acted: nothing,
  example: null,
  method: null,
  fill: nothing,
  choose: nothing,
});

export const useHelp = (): Help => useContext(HelpContext);

/** Asks Causeway once a visit, when the shop's rule says so, and holds the answer over the pages of the checkout. */
export const HelpProvider = ({ children }: { readonly children: ReactNode }) => {
  const shopper = useShopper();
  const state = useFriction();
  const { setBasket } = useBasket();
  const receipts = useRef(new Map<string, string>());
  const [asking, setAsking] = useState('');
  const [granted, setGranted] = useState<string | null>(null);
  const [example, fill] = useState<Address | null>(null);
  const [method, choose] = useState<Payment['method'] | null>(null);

  useEffect(
    () =>
      shopper?.on('decision', ({ answer }) => {
        if (answer !== null) receipts.current.set(answer.decision, answer.receipt);
      }),
    [shopper],
  );
  const session = state?.session ?? '';
  const asks = state !== null && keptHelp(session) === null && wantsHelp(state);
  useEffect(() => {
    if (!asks) return;
    keepHelp({ session, action: 'none', decision: null, dismissed: false });
    setAsking(session);
  }, [asks, session]);
  const { action, decided, ref, dismiss, acted } = useDecision(POINT, {
    actions: HELP_IDS,
    when: asking !== '',
    key: asking,
  });
  const decision = decided?.decision ?? null;

  // An incentive is shown when the shop's server has checked its receipt and taken it off the price, not before.
  useEffect(() => {
    if (decision === null || !isHelp(action) || !isIncentive(action)) return;
    void api.redeem(receipts.current.get(decision) ?? '').then((answer) => {
      if (!answer.ok) return shopper?.action(decision, 'failed');
      setBasket(answer.body);
      setGranted(decision);
      acted();
    });
  }, [action, decision, shopper, setBasket, acted]);

  const shown = isHelp(action) && (!isIncentive(action) || granted === decision) ? action : null;
  const help = useMemo(
    () => ({ shown, ref, dismiss, acted, example, method, fill, choose }),
    [shown, ref, dismiss, acted, example, method],
  );
  return <HelpContext value={help}>{children}</HelpContext>;
};
