import type { DecisionRecord } from '@causeway/contract';
import { DEFAULT_ACTIONS } from '@causeway/contract';
import { make, sectionOf } from './make.ts';
import type { PanelView, Section } from './panel-source.ts';

const REASONS: Record<string, string> = {
  'not-offered': 'not offered here',
  capped: 'once a visit',
  unproven: 'needs a known customer',
  budget: 'no budget left',
  control: 'held out',
};

const percent = (p: number): string => `${(p * 100).toFixed(p > 0 && p < 0.0995 ? 1 : 0)} %`;

const row = (record: DecisionRecord | null, id: string): HTMLElement => {
  const k = record?.actions.indexOf(id) ?? -1;
  const p = record === null || k < 0 ? null : (record.distribution[k] ?? 0);
  const mask = record?.masks[id];
  const drawn = record?.action === id;
  const bar = make('i', { class: 'bar now' });
  bar.style.setProperty('--share', String(p ?? 0));
  const right = p === null ? '–' : mask === undefined ? percent(p) : (REASONS[mask] ?? mask);
  return make(
    'li',
    {
      class: `${drawn ? 'drawn' : ''} ${mask === undefined ? '' : 'masked'}`,
      ...(drawn ? { 'aria-current': 'true' } : {}),
    },
    make('span', {}, id),
    mask === undefined ? make('span', { class: 'pair' }, bar) : null,
    make('span', { class: 'num' }, right),
  );
};

const sentence = ({ record, tookMs, state }: PanelView): string => {
  const last = state?.lastDecision;
  if (record === null && last?.decided.reason !== undefined) {
    return `No answer (${last.decided.reason}) after ${Math.round(last.tookMs)} ms: the page went on with none.`;
  }
  if (record === null) return 'Nothing asked yet. The shop asks when friction adds up, or at payment.';
  const granted = record.granted ? '' : ' (not granted)';
  return `${record.action}${granted} was drawn with p = ${record.propensity.toFixed(3)}, mode ${record.mode}, ${Math.round(tookMs ?? 0)} ms.`;
};

/** π(a|s): every action's probability, why some cannot be drawn, and which one was. */
export const createPolicySection = (): Section => {
  const list = make('ul', { class: 'policy' });
  const said = make('p', { class: 'said', role: 'status' });
  const element = sectionOf('π', 'Decision', 'Every action’s chance, fixed before one is drawn.', list, said);
  let shown: DecisionRecord | null | undefined;
  return {
    element,
    update(view) {
      const text = sentence(view);
      if (said.textContent !== text) said.textContent = text;
      if (shown === view.record) return;
      shown = view.record;
      const ids = view.record?.actions ?? DEFAULT_ACTIONS.map(({ id }) => id);
      list.replaceChildren(...ids.map((id) => row(view.record, id)));
    },
  };
};
