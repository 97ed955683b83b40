import type { Bench } from './bench.ts';
import { playSession, type SessionResult } from './delivery/session.ts';
import { createChance, createEdge } from './delivery/world.ts';

const SESSIONS = Number(process.env['SESSIONS'] ?? 10_000);

/** `session.page.number` */
const numberOf = (id: string): number => Number(id.split('.').at(-1));
const pageOf = (id: string): string => id.slice(0, id.lastIndexOf('.'));

/** Lost lines that what did arrive tells of: a later line of the same page has a higher number, so the gap is seen. */
const countedLosses = (lost: readonly string[], arrived: Iterable<string>): number => {
  const highest = new Map<string, number>();
  for (const id of arrived) highest.set(pageOf(id), Math.max(highest.get(pageOf(id)) ?? 0, numberOf(id)));
  return lost.filter((id) => numberOf(id) < (highest.get(pageOf(id)) ?? 0)).length;
};

const bench: Bench = {
  name: 'delivery',
  about:
    'sessions with tabs killed, offline spells, 5xx, 429, closed storage, two tabs and bfcache: lines lost and repeated, beside a page that only beacons when hidden',
  async run(emit) {
    const edge = createEdge();
    const results: SessionResult[] = [];
    for (let k = 0; k < SESSIONS; k++) results.push(await playSession(k, edge, createChance(k + 1)));
    const lostOf = (of: readonly SessionResult[]): string[] =>
      of.flatMap(({ written }) => written.filter((id) => !edge.lines.has(id)));
    const back = results.filter(({ returned, closed }) => returned && !closed);
    const written = results.reduce((sum, result) => sum + result.written.length, 0);
    const writtenBack = back.reduce((sum, result) => sum + result.written.length, 0);
    const lostBack = lostOf(back);
    const lost = lostOf(results);
    const { repeats, conflicts, asked, tooEarly } = edge.told();
    const dropped = results.reduce(
      (sum, { drops }) => sum + (drops['unsent-lost'] ?? 0) + (drops['unsent-full'] ?? 0),
      0,
    );
    const plainOf = (of: readonly SessionResult[], lines: number) =>
      of.reduce((sum, { plainLost }) => sum + plainLost, 0) / lines;
    emit({ name: 'sessions', value: results.length, unit: 'sessions', peer: 10_000 });
    emit({
      name: 'requests with lines, a session',
      value: asked / results.length,
      unit: 'requests',
      peer: results.reduce((sum, { hidden }) => sum + hidden, 0) / results.length,
    });
    emit({ name: 'lines written', value: written, unit: 'lines', peer: written });
    emit({
      name: 'lines lost where the device comes back and may store',
      value: lostBack.length / writtenBack,
      unit: 'share',
      peer: plainOf(back, writtenBack),
    });
    emit({
      name: 'lines lost, devices that never come back included',
      value: lost.length / written,
      unit: 'share',
      peer: plainOf(results, written),
    });
    emit({
      name: 'lost lines that a gap in the numbers or a drop count tells',
      value:
        lost.length === 0 ? 1 : Math.min(1, (countedLosses(lost, edge.lines.keys()) + dropped) / lost.length),
      unit: 'share',
      peer: 1,
    });
    emit({
      name: 'repeats of a line, told by its id and kept once',
      value: repeats / written,
      unit: 'share',
      peer: 1,
    });
    emit({ name: 'ids that stand for two different lines', value: conflicts, unit: 'ids', peer: 1 });
    emit({ name: 'requests before Retry-After was over', value: tooEarly / asked, unit: 'share', peer: 1 });
  },
};

export default bench;
