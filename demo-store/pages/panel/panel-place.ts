/** Where the reader's own choice is kept: `yes` or `no`. */
export const OPEN_KEY = 'fennel:panel-open';
/** From here on the panel stands beside the page, which makes room for it. */
export const WIDE = '(min-width: 1100px)';
const INSET = '440px';

/** Lines that run before the first paint: the page has its final width at once, and nothing in it moves when the panel comes. */
export const EARLY_INSET = `if (matchMedia('${WIDE}').matches && sessionStorage.getItem('${OPEN_KEY}') !== 'no') document.documentElement.style.setProperty('--panel-inset', '${INSET}');`;

/** Gives the page its room back, or takes it. */
export const setInset = (open: boolean): void =>
  document.documentElement.style.setProperty(
    '--panel-inset',
    open && matchMedia(WIDE).matches ? INSET : '0px',
  );
