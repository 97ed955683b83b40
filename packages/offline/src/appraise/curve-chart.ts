import * as Plot from '@observablehq/plot';
import { COLOURS, draw } from '../dossier/charts.ts';
import type { BudgetPoint } from './budget-curve.ts';

/** Value against the information that z may carry, as SVG: log-loss on the test people with its interval, by dimension. */
export const curveChart = (
  curve: readonly BudgetPoint[],
  levels: readonly { readonly name: string; readonly value: number }[],
): string => {
  const points = curve
    .filter(({ by }) => by === 'dimension')
    .map(({ amount, logLoss }) => ({ amount, value: logLoss.value, low: logLoss.low, high: logLoss.high }));
  return draw(
    {
      width: 560,
      height: 320,
      marginLeft: 60,
      marginRight: 110,
      marginBottom: 42,
      x: {
        type: 'log',
        base: 2,
        label: 'coordinates of z',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: points.map((p) => p.amount),
        tickFormat: 'd',
      },
      y: {
        label: 'log-loss on people not trained on',
        labelArrow: 'none',
        grid: true,
        nice: true,
        zero: false,
        tickSize: 0,
      },
      marks: [
        Plot.ruleY(levels, { y: 'value', stroke: COLOURS.soft, strokeDasharray: '3 3' }),
        Plot.text(levels, {
          x: points[points.length - 1]?.amount ?? 1,
          y: 'value',
          text: 'name',
          dx: 8,
          textAnchor: 'start',
          fill: COLOURS.soft,
        }),
        Plot.ruleX(points, {
          x: 'amount',
          y1: 'low',
          y2: 'high',
          stroke: COLOURS.pale,
          strokeWidth: 3,
          strokeLinecap: 'round',
        }),
        Plot.line(points, { x: 'amount', y: 'value', stroke: COLOURS.accent, strokeWidth: 1.5 }),
        Plot.dot(points, { x: 'amount', y: 'value', r: 4, fill: COLOURS.accent }),
      ],
    },
    'value of z against its dimension',
  );
};
