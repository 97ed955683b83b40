import type { ActionHandler, Shopper } from '@causeway/sdk';
import type { Basket } from '../../backend/basket.ts';
import { api } from '../shared/api.ts';
import { keepHelp, keptHelp, POINT, wantsHelp } from '../shared/ask-rule.ts';
import { HELP_IDS, type HelpId, isHelp, isIncentive } from '../shared/help-texts.ts';
import { showHelp } from './help-card.ts';

export type Guide = {
  /** the shop's renderers, for `start` */
  readonly actions: Record<HelpId, ActionHandler>;
  /** follows a running visit: asks when the rule says so, shows again what an earlier page was given */
  follow(shopper: Shopper): void;
};

/** Brings help into the plain storefront. `priced` hears of a basket that an incentive has changed. */
export const createGuide = (priced: (basket: Basket) => void): Guide => {
  const receipts = new Map<string, string>();
  let session: string | null = null;

  const handler =
    (id: HelpId): ActionHandler =>
    async ({ decision, dismiss, acted }) => {
      if (isIncentive(id)) {
        const answer = await api.redeem(receipts.get(decision) ?? '');
        if (!answer.ok) throw new Error(answer.body.message ?? 'the incentive was refused');
        priced(answer.body);
        acted();
      }
      const kept = { session: session ?? '', action: id, decision };
      keepHelp({ ...kept, dismissed: false });
      const away = () => {
        keepHelp({ ...kept, dismissed: true });
        dismiss();
      };
      return showHelp(id, { dismiss: away, acted });
    };

  return {
    actions: Object.fromEntries(HELP_IDS.map((id) => [id, handler(id)])) as Record<HelpId, ActionHandler>,
    follow(shopper) {
      const look = (): void => {
        const state = shopper.state();
        if (state === null) return;
        if (session !== state.session) {
          session = state.session;
          const kept = keptHelp(session);
          if (kept !== null && !kept.dismissed && kept.decision !== null && isHelp(kept.action)) {
            const { action, decision } = kept;
            showHelp(action, {
              dismiss: () => {
                keepHelp({ ...kept, dismissed: true });
                shopper.action(decision, 'dismissed');
              },
              acted: () => shopper.action(decision, 'acted'),
            });
          }
        }
        if (keptHelp(state.session) !== null || !wantsHelp(state)) return;
        keepHelp({ session: state.session, action: 'none', decision: null, dismissed: false });
        void shopper.decide(POINT, HELP_IDS);
      };
      shopper.on('decision', ({ answer }) => {
        if (answer !== null) receipts.set(answer.decision, answer.receipt);
      });
      shopper.on('step', look);
      shopper.on('profile', look);
      // A page that takes up an earlier one has closed that one's step before anyone could listen.
      const waiting = setInterval(() => {
        if (shopper.state() === null) return;
        clearInterval(waiting);
        look();
      }, 100);
    },
  };
};
