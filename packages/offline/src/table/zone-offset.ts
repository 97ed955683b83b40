import type { ZoneOffset } from '@causeway/contract';
import { Fault } from '@causeway/contract';

const MINUTE = 60_000;
/** Changes of the clocks are looked for at this distance: no zone has changed them twice within a week. */
const STRIDE = 7 * 86_400_000;

/** Offset by the platform's own table of zones, asked anew each time. */
const lookUp = (format: Intl.DateTimeFormat, at: number): number => {
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return local - Math.floor(at / 1000) * 1000;
};

const formatOf = (zone: string): Intl.DateTimeFormat => {
  try {
    const numeric = 'numeric' as const;
    const fields = {
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    };
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...fields });
  } catch (error) {
    throw new Fault('bad-input', 'zone', `got ${zone}, allowed is a time zone like Europe/Berlin`, error);
  }
};

type Span = { readonly from: number; readonly to: number; readonly offset: number };

/**
 * Offsets of time zones that remember the spans between changes of the clocks, so that a million questions cost a few
 * look-ups. Throws `bad-input` for a zone that the platform does not know.
 */
export const zoneOffsets = (): ZoneOffset => {
  const zones = new Map<string, { format: Intl.DateTimeFormat; spans: Map<number, Span[]> }>();
  const spansOf = (format: Intl.DateTimeFormat, slot: number): Span[] => {
    const [from, to] = [slot * STRIDE, (slot + 1) * STRIDE];
    const [first, last] = [lookUp(format, from), lookUp(format, to - 1)];
    if (first === last) return [{ from, to, offset: first }];
    let [low, high] = [from, to - 1];
    while (high - low > MINUTE) {
      const middle = Math.floor((low + high) / 2 / MINUTE) * MINUTE;
      if (middle <= low) break;
      if (lookUp(format, middle) === first) low = middle;
      else high = middle;
    }
    return [
      { from, to: high, offset: first },
      { from: high, to, offset: last },
    ];
  };
  return (zone, at) => {
    let known = zones.get(zone);
    if (known === undefined) {
      known = { format: formatOf(zone), spans: new Map() };
      zones.set(zone, known);
    }
    const slot = Math.floor(at / STRIDE);
    let spans = known.spans.get(slot);
    if (spans === undefined) {
      spans = spansOf(known.format, slot);
      known.spans.set(slot, spans);
    }
    return (spans.find(({ to }) => at < to) as Span).offset;
  };
};
