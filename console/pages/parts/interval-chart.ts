import * as Plot from '@observablehq/plot';
import { chart } from './chart.ts';
import { dataTable, num, text } from './data-table.ts';

export type Interval = {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** drawn in the accent: what the view is about */
  readonly strong?: boolean;
};

/** Values with their 95 % intervals, one a line, against nothing (zero) when `zero`. */
export const intervalChart = (
  rows: readonly Interval[],
  what: {
    readonly caption: string;
    readonly unit: string;
    readonly say: (x: number) => string;
    readonly zero?: boolean;
  },
): HTMLElement => {
  const tone = ({ strong }: Interval): string => (strong === true ? 'var(--accent)' : 'var(--quiet)');
  const table = dataTable(
    what.caption,
    [text('what'), num(what.unit), num('95 % from'), num('to')],
    rows.map(({ name, value, low, high }) => [name, what.say(value), what.say(low), what.say(high)]),
  );
  const says = `${what.caption}: ${rows.map(({ name, value }) => `${name} ${what.say(value)}`).join(', ')}.`;
  return chart(
    { caption: what.caption, says, table },
    {
      height: 62 + 30 * rows.length,
      marginLeft: 190,
      marginRight: 96,
      marginTop: 8,
      x: {
        label: what.unit,
        grid: true,
        tickFormat: what.say,
        ticks: 6,
        nice: true,
        labelOffset: 40,
        labelArrow: 'none',
      },
      y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0 },
      marks: [
        ...(what.zero === true ? [Plot.ruleX([0], { stroke: 'var(--muted)' })] : []),
        Plot.ruleY(rows, { y: 'name', x1: 'low', x2: 'high', stroke: tone, strokeWidth: 2 }),
        Plot.dot(rows, { y: 'name', x: 'value', fill: tone, r: 4.5 }),
        Plot.text(rows, {
          y: 'name',
          x: 'high',
          text: ({ value }: Interval) => what.say(value),
          textAnchor: 'start',
          dx: 10,
          fill: tone,
        }),
      ],
    },
  );
};
