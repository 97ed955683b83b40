import type { Piece, Visit } from '../core/index.ts';
import type { HandOver } from './hand-over.ts';
import type { UnsentQueue } from './unsent-queue.ts';

export const FLUSH_MS = 5000;
/** What is not a step may be waited for: it goes at the next tick but one, ms. */
const SOON_MS = 500;

export type DeliveryOptions = {
  readonly visit: Pick<Visit, 'flush' | 'pieces' | 'state' | 'count' | 'on'>;
  readonly unsent: UnsentQueue;
  readonly handOver: HandOver;
  readonly clock: () => number;
};

export type Delivery = {
  /** Sends what is due, and writes the rest down. Called about twice a second. */
  tick(): void;
  /** The page is hidden, or goes: hands over what no one acknowledged, and leaves it on the device too until a page hears of it. */
  hide(): void;
};

/**
 * From a visit's lines to the edge. A line is on the device from the tick after it was written until the edge acknowledges it,
 * so that a page that is killed loses less than a second, and a beacon that the edge could not take loses nothing.
 */
export const createDelivery = ({ visit, unsent, handOver, clock }: DeliveryOptions): Delivery => {
  let flushAt = clock() + FLUSH_MS;
  let unwritten = false;
  let held = false;
  let hidden = false;
  let closed = false;
  /** bodies that the platform took as the page was last hidden */
  let handed: string[] = [];
  const hold = (pieces: readonly Piece[]) => {
    unwritten = false;
    if (pieces.length === 0 && !held) return;
    held = pieces.length > 0;
    const bodies = pieces.map(({ body, entries }) => ({ body, entries }));
    unsent.hold(bodies, hidden).catch(() => {
      closed = true;
    });
  };
  visit.on('line', ({ kind }) => {
    unwritten = true;
    if (kind !== 'step') flushAt = Math.min(flushAt, clock() + SOON_MS);
  });
  return {
    tick() {
      hidden = false;
      void unsent.drain();
      if (clock() >= flushAt) {
        flushAt = clock() + FLUSH_MS;
        void visit.flush().then(() => hold(visit.pieces()));
      } else if (unwritten) hold(visit.pieces());
    },
    hide() {
      hidden = true;
      // While the edge does not answer, a beacon would be lost without a word. A next page is no reason to wait: it may be closed
      // before it has sent what this one left.
      const mute = visit.state().failures;
      const pieces = visit.pieces();
      const before = handed;
      handed = [];
      for (const { body, entries, sent } of pieces)
        if (before.includes(body) || (!mute && handOver(body, sent))) handed.push(body);
        // With the device closed to us, what no one takes from a page that goes is lost, and the visit's next page tells so.
        else if (closed) visit.count('unsent-lost', entries);
      // No one hears whether the edge took a beacon: all stays in the queue, and on the device for a next page. A repeat is the
      // same lines to the edge.
      hold(pieces);
    },
  };
};
