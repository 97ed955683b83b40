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
  /** The page is hidden, or goes: hands over what is left, and leaves on the device what no one promises to send. */
  hide(): void;
};

/**
 * From a visit's lines to the edge. A line is on the device from the tick after it was written until the edge acknowledges it,
 * so that a page that is killed loses less than a second; a page that is hidden hands over what is left.
 */
export const createDelivery = ({ visit, unsent, handOver, clock }: DeliveryOptions): Delivery => {
  let flushAt = clock() + FLUSH_MS;
  let unwritten = false;
  let held = false;
  let hidden = false;
  let closed = false;
  const hold = (pieces: readonly Piece[]) => {
    unwritten = false;
    if (pieces.length === 0 && !held) return;
    held = pieces.length > 0;
    // With the device closed to us, what no one takes from a page that goes is lost, and the visit's next page tells so.
    if (closed && hidden) for (const { entries } of pieces) visit.count('unsent-lost', entries);
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
      // While the edge does not answer, a beacon would be lost without a word.
      const { failures } = visit.state();
      // A piece that is kept stays in the queue as well, for a page that comes back; a repeat is the same lines to the edge.
      const kept = visit.pieces().filter(({ body, sent }) => {
        const promised = failures === 0 && handOver(body, sent);
        if (promised) sent();
        return !promised;
      });
      hold(kept);
    },
  };
};
