import * as Plot from '@observablehq/plot';
import { chart } from '../parts/chart.ts';
import { dataTable, num } from '../parts/data-table.ts';
import { facts, heading, note } from '../parts/facts.ts';
import { interval, money, number, percent } from '../parts/format.ts';
import type { View } from '../view.ts';

type Bin = {
  readonly predicted: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
};

/** What was observed at what was foretold; on the line they are equal. */
const against = (
  bins: readonly Bin[],
  caption: string,
  unit: string,
  say: (x: number) => string,
): HTMLElement => {
  const ends = bins.map(({ predicted }) => predicted);
  const line = [Math.min(...ends), Math.max(...ends)].map((x) => ({ x, y: x }));
  return chart(
    {
      caption,
      says: `${caption}: ${bins.length} groups from ${say(Math.min(...ends))} to ${say(Math.max(...ends))}.`,
      table: dataTable(
        caption,
        [num('foretold'), num('observed'), num('95 % from'), num('to')],
        bins.map(({ predicted, value, low, high }) => [say(predicted), say(value), say(low), say(high)]),
      ),
    },
    {
      height: 300,
      marginLeft: 70,
      x: { label: `foretold ${unit}`, tickFormat: say, ticks: 6, labelArrow: 'none' },
      y: { label: `observed ${unit}`, tickFormat: say, ticks: 6, grid: true, labelArrow: 'none' },
      marks: [
        Plot.line(line, { x: 'x', y: 'y', stroke: 'var(--muted)', strokeDasharray: '4 3' }),
        Plot.ruleX(bins, {
          x: 'predicted',
          y1: 'low',
          y2: 'high',
          stroke: 'var(--accent)',
          strokeWidth: 1.5,
        }),
        Plot.dot(bins, { x: 'predicted', y: 'value', fill: 'var(--accent)', r: 4 }),
      ],
    },
  );
};

export const calibration: View = {
  id: 'calibration',
  title: 'Calibration',
  lead: 'Whether numbers mean what they say: of those told a chance of one in five, one in five leaves; effects foretold are effects realised.',
  empty: 'Neither a dossier nor evidence of gates: calibration was not measured.',
  show: ({ console: data }) => {
    const hazard = data?.newest.dossier?.hazard ?? null;
    const effect = data?.newest.evidence?.effect ?? null;
    if (hazard === null && effect === null) return null;
    const ofHazard =
      hazard === null
        ? [note('The hazard was not learned in this release.')]
        : [
            facts([
              {
                name: 'Calibration error',
                value: percent(hazard.ece.value),
                note: `95 % ${interval(hazard.ece.low, hazard.ece.high, percent)}`,
              },
              {
                name: 'AUC',
                value: number(hazard.auc.value, 3),
                note: `95 % ${interval(hazard.auc.low, hazard.auc.high, (x) => number(x, 3))}`,
              },
              {
                name: 'Log-loss',
                value: number(hazard.logLoss.value, 4),
                note: `${number(hazard.baseLogLoss, 4)} by the base rate alone`,
              },
              {
                name: 'Held-out steps',
                value: String(hazard.testRows),
                note: 'later in time than those learned from',
              },
            ]),
            against(
              hazard.calibration.map(({ predicted, observed }) => ({ ...observed, predicted })),
              'Leaving at a step, by tenths of λ',
              'share',
              percent,
            ),
          ];
    const ofEffect =
      effect === null || effect.bins.length === 0
        ? [note('No gates have judged this release: effects were not held against what was realised.')]
        : [
            facts([
              { name: 'Promised an exposure', value: money(effect.promised) },
              {
                name: 'Realised an exposure',
                value: money(effect.realised.value),
                note: `95 % ${interval(effect.realised.low, effect.realised.high, money)}`,
              },
              {
                name: 'Slope',
                value: number(effect.slope.value),
                note: `95 % ${interval(effect.slope.low, effect.slope.high, (x) => number(x))}; one is right`,
              },
            ]),
            against(
              effect.bins.map(({ predicted, realised }) => ({ ...realised, predicted })),
              'Effect of acting, by tenths of what was foretold',
              'margin',
              money,
            ),
          ];
    return [heading('Hazard'), ...ofHazard, heading('Effects'), ...ofEffect];
  },
};
