import { forget } from '@causeway/sdk';
import { useShopper } from '@causeway/sdk/react';
import { useEffect } from 'react';
import { mountPanel } from '../panel/panel.ts';
import { panelActions } from '../shared/panel-actions.ts';

/** The glass panel, beside the shop and outside of React's tree. */
export const PanelMount = () => {
  const shopper = useShopper();
  useEffect(() => {
    if (shopper === null) return;
    const actions = panelActions({ stop: shopper.stop, forget, home: '/react/' });
    const panel = mountPanel({ source: shopper, ...actions });
    return panel.stop;
  }, [shopper]);
  return null;
};
