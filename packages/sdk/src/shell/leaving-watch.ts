import type { SensePage } from '../senses/sense-page.ts';

/** A page that is hidden so soon after a move within the shop is not left, ms. */
const MOVE_MS = 5000;

/** Tells a move to another page of the shop from leaving it. Advice only: a page cannot know where a typed address leads. */
export const leavingWatch = (page: SensePage): { staysInShop(): boolean } => {
  const { window: view, listen, now } = page;
  const { origin } = view.location;
  let movedAt = -Infinity;
  const going = (url: string | null | undefined) => {
    try {
      if (url !== null && url !== undefined && new URL(url, view.location.href).origin === origin)
        movedAt = now();
    } catch {
      // no address
    }
  };
  const { navigation } = view as { navigation?: EventTarget };
  if (navigation !== undefined) {
    listen<Event & { destination?: { url?: string } }>(navigation, 'navigate', ({ destination }) =>
      going(destination?.url),
    );
  }
  listen(view.document, 'click', (_, element) => going(element?.closest('a[href]')?.getAttribute('href')));
  listen(view.document, 'submit', (_, element) =>
    going(element?.getAttribute('action') ?? view.location.href),
  );
  return { staysInShop: () => now() - movedAt <= MOVE_MS };
};
