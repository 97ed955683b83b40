import type { LearnedRelease, LearnState } from '../../stage/learn-state.ts';
import { make } from './make.ts';

const POLL_MS = 600;

const fetchState = async (method: 'GET' | 'POST'): Promise<LearnState | null> => {
  try {
    const response = await fetch('/dev/learn', { method });
    return response.ok ? ((await response.json()) as LearnState) : null;
  } catch {
    return null;
  }
};

const cents = (value: number): string => `${value >= 0 ? '' : '−'}€${Math.abs(value / 100).toFixed(2)}`;

const resultOf = ({ release, stage }: LearnState): Node[] => {
  if (release === null) return [];
  const { sequence, digest, estimate, dossier } = release;
  return [
    make('b', { class: 'num', title: stage }, `Release ${sequence} · ${digest.slice(0, 8)}`),
    make(
      'span',
      { class: 'num' },
      `${cents(estimate.value)} a session, 95 % from ${cents(estimate.low)} to ${cents(estimate.high)} (${estimate.name})`,
    ),
    make('a', { href: dossier, target: '_blank', rel: 'noopener' }, 'Read its dossier'),
    make('a', { href: '/dev/console/', target: '_blank', rel: 'noopener' }, 'Open the console'),
  ];
};

export type LearnBox = { readonly element: HTMLElement; readonly learned: () => LearnedRelease | null };

/** "Learn" turns the loop once on the log as it stands, and shows how far it is and what came out. */
export const createLearnBox = (changed: () => void): LearnBox => {
  let learned: LearnedRelease | null = null;
  const button = make('button', { type: 'button', class: 'learn' }, 'Learn from the log');
  const stage = make('p', { class: 'said', role: 'status' });
  const result = make('div', { class: 'result' });
  const show = (state: LearnState | null): boolean => {
    if (state === null) {
      stage.textContent = 'The demo’s server did not answer.';
      return false;
    }
    const busy = state.status === 'running';
    button.toggleAttribute('disabled', busy);
    button.setAttribute('aria-busy', String(busy));
    stage.textContent =
      state.status === 'failed' ? `It failed: ${state.stage}` : busy ? `${state.stage} …` : '';
    result.replaceChildren(...resultOf(state));
    learned = state.release;
    changed();
    return busy;
  };
  const follow = async (method: 'GET' | 'POST'): Promise<void> => {
    if (show(await fetchState(method))) setTimeout(() => void follow('GET'), POLL_MS);
  };
  button.addEventListener('click', () => void follow('POST'));
  void follow('GET');
  const element = make('footer', {}, button, stage, result);
  return { element, learned: () => learned };
};
