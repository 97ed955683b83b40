import type { PageLine } from '@causeway/contract';
import { make, sectionOf } from './make.ts';
import type { Section } from './panel-source.ts';

/** A line as JSON, short lists on one row, digests and long numbers cut, so that a person can read it. */
export const prettyLine = (line: PageLine): string =>
  JSON.stringify(
    line,
    (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value),
    2,
  )
    .replace(/\[\s+([-0-9.,\s]+?)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)
    .replace(/"([0-9a-f]{12})[0-9a-f]{52}"/g, '"$1…"')
    .replace(/"at": \d+(e\+\d+)?/g, `"at": ${line.at}`);

/** The logged line, and what has become of the lines before it. */
export const createLogSection = (): Section => {
  const count = make('p', { class: 'queue num' });
  const code = make('code', {});
  const pre = make('pre', { tabindex: '0', role: 'region', 'aria-label': 'The last line of the log' }, code);
  const element = sectionOf(
    '⇥',
    'Log',
    'It leaves the queue only when the edge has acknowledged it.',
    count,
    pre,
  );
  let shown: PageLine | null = null;
  return {
    element,
    update({ line, state }) {
      const drops = Object.values(state?.drops ?? {}).reduce((sum, n) => sum + n, 0);
      const text = `${state?.queue ?? 0} pending · ${state?.acknowledged ?? 0} acknowledged${drops > 0 ? ` · ${drops} counted faults` : ''}`;
      if (count.textContent !== text) count.textContent = text;
      if (line === null || line === shown) return;
      shown = line;
      code.textContent = prettyLine(line);
    },
  };
};
