import * as Plot from '@observablehq/plot';
import { chart } from '../parts/chart.ts';
import { dataTable, num, text } from '../parts/data-table.ts';
import { facts, heading } from '../parts/facts.ts';
import { interval, number, percent } from '../parts/format.ts';
import type { View } from '../view.ts';

const BINS = 20;

/** Counts of p in twenty equal bins of [0, 1]. */
const binned = (p: readonly number[]): { from: number; to: number; rows: number }[] => {
  const rows = new Array<number>(BINS).fill(0);
  for (const x of p) {
    const k = Math.min(BINS - 1, Math.max(0, Math.floor(x * BINS)));
    rows[k] = (rows[k] ?? 0) + 1;
  }
  return rows.map((n, k) => ({ from: k / BINS, to: (k + 1) / BINS, rows: n }));
};

export const overlap: View = {
  id: 'overlap',
  title: 'Overlap',
  lead: 'Whether the log holds enough of what the policy would do: without that its value is guessed, not measured.',
  empty: 'No dossier with a policy: overlap was not measured.',
  show: ({ console: data }) => {
    const dossier = data?.newest.dossier ?? null;
    const policy = dossier?.policy ?? null;
    if (dossier === null || policy === null) return null;
    const { support, overlap: arms } = policy;
    const bins = binned(dossier.propensities);
    const armTable = dataTable(
      'By action, the thinnest first',
      [
        text('action'),
        num('possible'),
        num('shown'),
        num('effective rows'),
        num('mean probability'),
        num('least'),
      ],
      [...arms]
        .sort((a, b) => a.effectiveSampleSize - b.effectiveSampleSize)
        .map((arm) => [
          arm.action,
          String(arm.open),
          String(arm.shown),
          number(arm.effectiveSampleSize, 0),
          number(arm.meanPropensity, 3),
          number(arm.leastPropensity, 3),
        ]),
    );
    return [
      facts([
        {
          name: 'Effective rows',
          value: number(support.effectiveSampleSize, 0),
          note: `of ${support.rows} decisions`,
        },
        {
          name: 'Mean weight',
          value: number(support.meanWeight.value, 3),
          note: `95 % ${interval(support.meanWeight.low, support.meanWeight.high, (x) => number(x, 2))}; one is right`,
        },
        {
          name: 'Largest weight',
          value: number(support.largestWeight, 1),
          note: `${percent(support.largestShare)} of all weight`,
        },
      ]),
      heading('Probabilities of what was done'),
      chart(
        {
          caption: 'Logged probability of the drawn action; a heap near zero would be thin support',
          says: `Histogram of ${dossier.propensities.length} logged probabilities.`,
          table: dataTable(
            'Logged probabilities in bins',
            [text('from'), num('to'), num('decisions')],
            bins.map(({ from, to, rows }) => [number(from), number(to), String(rows)]),
          ),
        },
        {
          height: 220,
          x: { label: 'probability', domain: [0, 1], labelOffset: 40, labelArrow: 'none' },
          y: { label: 'decisions', grid: true, labelArrow: 'none' },
          marks: [
            Plot.rectY(bins, { x1: 'from', x2: 'to', y: 'rows', fill: 'var(--accent)', inset: 0.5 }),
            Plot.ruleY([0], { stroke: 'var(--muted)' }),
          ],
        },
      ),
      heading('Actions'),
      armTable,
    ];
  },
};
