import { make } from '../plain/dom.ts';
import { CONSENT_COOKIE } from './consent-cookie.ts';

const remember = (choice: 'granted' | 'denied'): void => {
  document.cookie = `${CONSENT_COOKIE}=${choice}; path=/; max-age=15552000; samesite=lax`;
};

/** Asks once, in one sentence, with two answers of equal weight. Nothing is felt before. */
export const showConsentBar = (choose: (choice: 'granted' | 'denied') => void): void => {
  const answer = (choice: 'granted' | 'denied') => () => {
    remember(choice);
    bar.remove();
    choose(choice);
  };
  const bar = make(
    'section',
    { class: 'consent', 'aria-label': 'Your choice', 'data-causeway-ignore': true },
    make(
      'p',
      {},
      'May we notice when the checkout gets in your way, so that we can help? We count presses and pauses, never what you type.',
    ),
    make(
      'div',
      { class: 'row' },
      make(
        'button',
        { type: 'button', class: 'btn small plain', click: answer('granted') },
        'Yes, that is fine',
      ),
      make('button', { type: 'button', class: 'btn small plain', click: answer('denied') }, 'No, thank you'),
    ),
  );
  document.body.append(bar);
};
