import { type ReactNode, useState } from 'react';
import { EXAMPLE_ADDRESS } from '../shared/field-list.ts';
import { HELP_TEXTS } from '../shared/help-texts.ts';
import { useHelp } from './help-context.tsx';

const Choice = ({ label, click }: { readonly label: string; readonly click: () => void }) => (
  <div className="row">
    <button type="button" className="btn small plain" onClick={click}>
      {label}
    </button>
  </div>
);

/** The help that was decided, as this page can show it. Polite: a card in the flow, and it can be sent away. */
export const HelpCard = ({ page }: { readonly page: 'cart' | 'shipping' | 'payment' }) => {
  const { shown, ref, dismiss, acted, fill, choose } = useHelp();
  const [called, setCalled] = useState(false);
  if (shown === null) return null;
  const { title, body } = HELP_TEXTS[shown];
  let choice: ReactNode = null;
  if (shown === 'form-help' && page === 'shipping') {
    choice = (
      <Choice
        label="Fill in an example"
        click={() => {
          fill({ ...EXAMPLE_ADDRESS });
          acted();
        }}
      />
    );
  }
  if (shown === 'payment-options' && page === 'payment') {
    choice = (
      <Choice
        label="Pay by invoice"
        click={() => {
          choose('invoice');
          acted();
        }}
      />
    );
  }
  if (shown === 'chat-offer' && !called) {
    choice = (
      <Choice
        label="Start a chat"
        click={() => {
          setCalled(true);
          acted();
        }}
      />
    );
  }
  return (
    <section
      ref={ref}
      className={`helpcard ${shown === 'chat-offer' ? 'chat' : ''}`}
      aria-label={title}
      data-help={shown}
    >
      <h3>{title}</h3>
      <button type="button" className="close" aria-label={`Dismiss: ${title}`} onClick={dismiss}>
        ×
      </button>
      <div className="body">
        <p>{called ? 'We have rung the bell. Someone will write here in a moment.' : body}</p>
        {choice}
      </div>
    </section>
  );
};
