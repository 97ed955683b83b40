import { EXAMPLE_ADDRESS } from '../shared/field-list.ts';
import { HELP_TEXTS, type HelpId } from '../shared/help-texts.ts';
import { make, part } from './dom.ts';

export type HelpCall = { readonly dismiss: () => void; readonly acted: () => void };

const button = (label: string, click: () => void): HTMLElement =>
  make('button', { type: 'button', class: 'btn small plain', click }, label);

/** Examples beside the fields, and a way to have them written in. */
const formHelp = (acted: () => void): HTMLElement | null => {
  const hints = document.querySelectorAll<HTMLElement>('.field .hint');
  for (const hint of hints) hint.hidden = false;
  if (document.getElementById('f-postcode') === null) return null;
  return button('Fill in an example', () => {
    for (const [name, value] of Object.entries(EXAMPLE_ADDRESS)) {
      const field = document.getElementById(`f-${name}`) as HTMLInputElement | null;
      if (field !== null) field.value = value;
    }
    acted();
  });
};

/** The other ways to pay come into the form; one press chooses the invoice. */
const paymentOptions = (acted: () => void): HTMLElement | null => {
  const others = document.querySelectorAll<HTMLElement>('[data-part="other-way"]');
  for (const other of others) other.hidden = false;
  const invoice = document.querySelector<HTMLInputElement>('input[value="invoice"]');
  if (invoice === null) return null;
  return button('Pay by invoice', () => {
    invoice.click();
    acted();
  });
};

const chatOffer = (card: () => HTMLElement, acted: () => void): HTMLElement =>
  button('Start a chat', () => {
    acted();
    card()
      .querySelector('.body')
      ?.replaceChildren(
        make('p', { role: 'status' }, 'We have rung the bell. Someone will write here in a moment.'),
      );
  });

/** Draws one kind of help in the shop's own style, puts it into the page, and returns it. Every one can be sent away. */
export const showHelp = (id: HelpId, { dismiss, acted }: HelpCall): HTMLElement => {
  const { title, body } = HELP_TEXTS[id];
  const action: HTMLElement | null =
    id === 'form-help'
      ? formHelp(acted)
      : id === 'payment-options'
        ? paymentOptions(acted)
        : id === 'chat-offer'
          ? chatOffer(() => card, acted)
          : null;
  const close = make('button', { type: 'button', class: 'close', 'aria-label': `Dismiss: ${title}` }, '×');
  const card: HTMLElement = make(
    'section',
    { class: `helpcard ${id === 'chat-offer' ? 'chat' : ''}`, 'aria-label': title, 'data-help': id },
    make('h3', {}, title),
    close,
    make(
      'div',
      { class: 'body' },
      make('p', {}, body),
      action === null ? null : make('div', { class: 'row' }, action),
    ),
  );
  close.addEventListener('click', () => {
    card.remove();
    dismiss();
  });
  part('help')?.replaceChildren(card);
  return card;
};
