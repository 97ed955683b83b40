/** What the shop says for each action that it can render. */
export type HelpId =
  | 'form-help'
  | 'payment-options'
  | 'reassurance'
  | 'chat-offer'
  | 'free-shipping'
  | 'discount-10';

export const HELP_TEXTS: Record<HelpId, { readonly title: string; readonly body: string }> = {
  'form-help': {
    title: 'A hand with the form',
    body: 'Each field of the forms now shows an example of what we expect.',
  },
  'payment-options': {
    title: 'There are other ways to pay',
    body: 'Pay by invoice within 30 days, or by bank transfer. Nothing is charged today.',
  },
  reassurance: {
    title: 'You are in good hands',
    body: 'Send anything back within 60 days, on us. Your details are encrypted on their way here and we never keep a card number.',
  },
  'chat-offer': {
    title: 'Questions? Ask a person',
    body: 'Someone from the shop floor is here until six and usually answers within a minute.',
  },
  'free-shipping': {
    title: 'Shipping is on us today',
    body: 'Because you are a customer of ours: we have taken the shipping off this order.',
  },
  'discount-10': {
    title: 'Ten per cent off this order',
    body: 'A thank-you to a customer of ours. It is already taken off the total.',
  },
};

export const HELP_IDS = Object.keys(HELP_TEXTS) as HelpId[];
export const isHelp = (id: string): id is HelpId => Object.hasOwn(HELP_TEXTS, id);
export const isIncentive = (id: HelpId): boolean => id === 'free-shipping' || id === 'discount-10';
