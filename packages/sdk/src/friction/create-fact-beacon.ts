import type { Fact } from '@causeway/contract';
import type { Emitter } from '../core/emitter.ts';
import type { HandOver } from '../shell/hand-over.ts';

/** Facts are sent when so many wait, or after so many ticks; eighty of the longest kind fit into 16 KiB. */
const BATCH = 80;
const TICKS = 20;
/** More than this waits for no one: the oldest go, counted. */
const MOST = 400;

/** Facts in batches: `{"version":1,"facts":[..],"dropped":n}`, as text/plain. What no one takes waits; what goes is counted. */
export const createFactBeacon = (hand: HandOver, on: Emitter<{ friction: Fact }>['on']) => {
  let waiting: Fact[] = [];
  let dropped = 0;
  let ticks = 0;
  const send = (): void => {
    ticks = 0;
    while (waiting.length > 0) {
      const facts = waiting.slice(0, BATCH);
      const take = () => {
        waiting = waiting.filter((fact) => !facts.includes(fact));
      };
      const told = dropped;
      const body = JSON.stringify({ version: 1, facts, dropped });
      if (!hand(body, take)) return;
      dropped -= told;
      take();
    }
  };
  const stop = on('friction', (fact) => {
    waiting.push(fact);
    if (waiting.length > MOST) dropped += waiting.splice(0, waiting.length - MOST).length;
    if (waiting.length >= BATCH) send();
  });
  return {
    send,
    stop,
    tick(): void {
      ticks += 1;
      if (ticks >= TICKS) send();
    },
  };
};
