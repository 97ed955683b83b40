import { dequantise, EMBEDDING_SIZE } from '@causeway/contract';
import type { LearnedRelease } from '../../stage/learn-state.ts';
import { api } from '../shared/api.ts';
import { make, sectionOf } from './make.ts';
import type { PanelView, Section } from './panel-source.ts';

export type VisitorActions = {
  /** after another customer, or nobody, has been logged in */
  readonly changed: () => void;
  readonly newVisitor: () => void;
};

const short = (digest: string | null): string => (digest === null ? 'none' : digest.slice(0, 8));

const release = ({ state }: PanelView, learned: LearnedRelease | null): string => {
  if (state === null) return 'Waiting for consent';
  if (!state.signed) return 'No signed profile: the default model runs';
  const known = learned !== null && learned.digest === state.release;
  return `Release ${known ? `${learned.sequence} · ` : ''}${short(state.release)}`;
};

const arms = ({ state }: PanelView): string => {
  if (state === null) return '';
  const inArms = Object.values(state.profile.arms).join(', ');
  return `${state.profile.known ? 'known customer' : 'stranger'}${state.profile.holdout ? ' · held out' : ''}${inArms === '' ? '' : ` · ${inArms}`}`;
};

/** Said of whom the shop's books do not know; a line of its own, so that nothing moves when a customer's comes. */
const GUEST = 'Nobody that the shop’s books know.';

/** How far from 0 a bar can go: z is at most 4, and hardly ever over 2. */
const FULL = 2;

/** z: who the visitor is, as eight numbers and how sure they are. */
export const createVisitorSection = (
  actions: VisitorActions,
  learned: () => LearnedRelease | null,
): Section => {
  const picker = make('select', { 'aria-label': 'Shop as' }, make('option', { value: '' }, 'Guest'));
  picker.addEventListener(
    'change',
    () => void api.login(picker.value === '' ? null : picker.value).then(actions.changed),
  );
  const fresh = make('button', { type: 'button', click: actions.newVisitor }, 'New visitor');
  const bars = Array.from({ length: EMBEDDING_SIZE }, (_, k) =>
    make('i', { class: 'zbar', title: `z${k + 1}` }),
  );
  const [who, what, spread] = [make('span', {}), make('span', {}), make('span', { class: 'num' })];
  const history = make('p', { class: 'said' }, GUEST);
  const element = sectionOf(
    'z',
    'Visitor',
    'Eight learned numbers, signed by the edge.',
    make('div', { class: 'controls' }, picker, fresh),
    history,
    make('div', { class: 'zrow' }, ...bars, spread),
    make('p', { class: 'facts' }, who, what),
  );
  void Promise.all([api.customers(), api.me()]).then(([all, me]) => {
    if (all.ok)
      for (const { id, label } of all.body.customers) picker.append(make('option', { value: id }, label));
    if (!me.ok || me.body.customer === null) return;
    picker.value = me.body.customer.id;
    history.textContent = me.body.customer.history;
  });
  return {
    element,
    update(view) {
      const z = dequantise(view.state?.profile.z ?? new Array<number>(EMBEDDING_SIZE).fill(0));
      bars.forEach((bar, k) =>
        bar.style.setProperty('--z', String(Math.max(-1, Math.min(1, (z[k] ?? 0) / FULL)))),
      );
      spread.textContent = `± ${(view.state?.profile.spread ?? 1).toFixed(2)}`;
      who.textContent = release(view, learned());
      what.textContent = arms(view);
    },
  };
};
