import type { SensePage } from '../senses/sense-page.ts';

/** A page that is hidden so soon after a move within the shop is not left, ms. */
const MOVE_MS = 5000;

/** Tells a move to another page of the shop from leaving it. Advice only: a page cannot know where a typed address leads. */
export const leavingWatch = ({ hear, nowMs }: SensePage, view: Window): { staysInShop(): boolean } => {
  const { origin } = view.location;
  let movedAt = -Infinity;
  const going = (url: string | null | undefined) => {
    try {
      // Without an address, one of no origin.
      if (new URL(url ?? 'a:', view.location.href).origin === origin) movedAt = nowMs();
    } catch {
      // no address
    }
  };
  hear({
    navigate: ({ destination }: Event & { destination?: { url?: string } }) => going(destination?.url),
    click: (_, element) => going(element?.closest('a[href]')?.getAttribute('href')),
    submit: (_, element) => going(element?.getAttribute('action') ?? view.location.href),
  });
  return { staysInShop: () => nowMs() - movedAt <= MOVE_MS };
};
