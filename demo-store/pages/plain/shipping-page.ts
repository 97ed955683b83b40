import type { Address } from '../../backend/visitor.ts';
import { api } from '../shared/api.ts';
import { ADDRESS_FORM } from '../shared/field-list.ts';
import { part } from './dom.ts';
import { showErrors, showNote, whileBusy } from './form-errors.ts';

const addressOf = (form: HTMLFormElement): Address => {
  const data = new FormData(form);
  return Object.fromEntries(ADDRESS_FORM.map(({ name }) => [name, String(data.get(name) ?? '')])) as Address;
};

/** The browser checks what it can; the shop's server has the last word. */
export const startShippingPage = (): void => {
  const form = part<HTMLFormElement>('form');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void whileBusy(form.querySelector('[type=submit]'), async () => {
      showNote(null);
      const answer = await api.ship(addressOf(form));
      if (answer.ok) return location.assign('/payment');
      showErrors(form, answer.body.fields ?? {});
      showNote(answer.body.message ?? 'Some of this needs another look.');
    });
  });
};
