import type { PanelOptions } from '../panel/panel.ts';
import { api } from './api.ts';
import { forgetOrder } from './kept-order.ts';

type Needs = { readonly stop: () => void; readonly forget: () => Promise<void>; readonly home: string };

/** What the panel's buttons do: another person is another visit, so what the device kept goes first. */
export const panelActions = ({ stop, forget, home }: Needs): Pick<PanelOptions, 'changed' | 'newVisitor'> => {
  const anew = async (to: string): Promise<void> => {
    stop();
    await forget();
    sessionStorage.removeItem('fennel:help');
    forgetOrder();
    location.assign(to);
  };
  return {
    changed: () => void anew(home),
    newVisitor: () => {
      void fetch('/dev/new-visitor', { method: 'POST' })
        .then(() => api.setTrouble([]))
        .then(() => anew(home));
    },
  };
};
