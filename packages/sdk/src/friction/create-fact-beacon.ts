import type { Fact } from '@causeway/contract';
import type { HandOver } from '../shell/hand-over.ts';

/** Facts are sent when so many wait, or after so many ticks; eighty of the longest kind fit into 16 KiB. */
const BATCH = 80;
const TICKS = 20;
/** More than this waits for no one: the oldest go, counted. */
const MOST = 400;

/** Facts in batches: `{"version":1,"facts":[..],"dropped":n}`, as text/plain. What no one takes waits; what goes is counted. */
export const createFactBeacon = (hand: HandOver) => {
  let waiting: Fact[] = [];
  let dropped = 0;
  let ticks = 0;
  const send = (): void => {
    ticks = 0;
    while (waiting[0]) {
      const facts = waiting.slice(0, BATCH);
      const take = () => {
        waiting = waiting.filter((fact) => !facts.includes(fact));
      };
      if (!hand(JSON.stringify({ version: 1, facts, dropped }), take)) return;
      dropped = 0;
      take();
    }
  };
  return {
    send,
    keep(fact: Fact): void {
      waiting.push(fact);
      if (waiting.length > MOST) {
        waiting.shift();
        dropped += 1;
      }
      if (waiting.length >= BATCH) send();
    },
    tick(): void {
      ticks += 1;
      if (ticks >= TICKS) send();
    },
  };
};
