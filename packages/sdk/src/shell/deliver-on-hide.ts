import { PATHS } from '@causeway/contract';
import type { Piece } from '../core/index.ts';

type Later = (url: string, init: RequestInit & { activateAfter?: number }) => unknown;

export type HideOptions = {
  readonly view: Window;
  readonly base: string;
  /** the last attempt to reach the edge failed: a beacon would be lost without a word */
  readonly failing: boolean;
  /** keeps bodies on the device */
  readonly keep: (bodies: readonly string[]) => void;
};

/**
 * Hands over what is left when a page is hidden: fetchLater where there is one, else sendBeacon, else a keepalive fetch; all in
 * pieces of at most 16 KiB, text/plain, so that no preflight is needed. What no one takes stays on the device.
 */
export const deliverOnHide = (pieces: readonly Piece[], { view, base, failing, keep }: HideOptions): void => {
  const url = `${base}${PATHS.log}`;
  const headers = { 'content-type': 'text/plain;charset=UTF-8' };
  const { fetchLater } = view as { fetchLater?: Later };
  const later = (body: string): boolean => {
    if (fetchLater === undefined) return false;
    try {
      fetchLater.call(view, url, { method: 'POST', body, headers, credentials: 'omit', activateAfter: 0 });
      return true;
    } catch {
      return false; // over its quota
    }
  };
  const beacon = (body: string): boolean => {
    try {
      return view.navigator.sendBeacon?.(url, new Blob([body], { type: headers['content-type'] })) ?? false;
    } catch {
      return false;
    }
  };
  const kept: string[] = [];
  for (const piece of pieces) {
    if (!failing && (later(piece.body) || beacon(piece.body))) {
      piece.sent();
      continue;
    }
    // It stays in the queue as well, for a page that comes back; a repeat is the same lines to the edge.
    kept.push(piece.body);
    if (failing) continue;
    const init = { method: 'POST', body: piece.body, headers, credentials: 'omit', keepalive: true } as const;
    view.fetch(url, init).catch(() => undefined);
  }
  if (kept.length > 0) keep(kept);
};
