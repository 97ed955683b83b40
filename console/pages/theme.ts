const KEY = 'causeway-console:theme';
type Theme = 'light' | 'dark';

const wished = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
const kept = (): Theme | null => {
  try {
    const text = localStorage.getItem(KEY);
    return text === 'light' || text === 'dark' ? text : null;
  } catch {
    return null;
  }
};

/** Light and dark: as the system wishes until the reader says otherwise. */
export const mountTheme = (button: HTMLElement): void => {
  let own = kept();
  const show = (): void => {
    if (own === null) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = own;
    button.setAttribute('aria-pressed', String((own ?? wished()) === 'dark'));
  };
  button.addEventListener('click', () => {
    own = (own ?? wished()) === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, own);
    } catch {
      // A browser that keeps nothing keeps no theme.
    }
    show();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  show();
};
