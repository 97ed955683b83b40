import * as Plot from '@observablehq/plot';
import { COLOURS, draw } from './charts.ts';

export type SurvivalLine = {
  readonly group: string;
  readonly steps: readonly {
    readonly step: number;
    readonly observed: number;
    readonly low: number;
    readonly high: number;
    readonly predicted: number;
  }[];
};

/** Survival by step, one panel a group: what was observed, with its band, and what was foretold (dashed). */
export const survivalChart = (lines: readonly SurvivalLine[], title: string): string => {
  const points = lines.flatMap(({ group, steps }) => steps.map((step) => ({ group, ...step })));
  return draw(
    {
      width: 620,
      height: 60 + 150 * lines.length,
      marginLeft: 50,
      marginRight: 120,
      marginBottom: 40,
      fy: { label: null, domain: lines.map(({ group }) => group) },
      x: { label: 'step', labelAnchor: 'center', labelOffset: 34, labelArrow: 'none', tickSize: 0 },
      y: {
        label: 'still without the event',
        labelArrow: 'none',
        domain: [0, 1],
        grid: true,
        tickSize: 0,
        ticks: 4,
      },
      marks: [
        Plot.areaY(points, {
          fy: 'group',
          x: 'step',
          y1: 'low',
          y2: 'high',
          fill: COLOURS.pale,
          fillOpacity: 0.5,
          curve: 'step-after',
        }),
        Plot.lineY(points, {
          fy: 'group',
          x: 'step',
          y: 'observed',
          stroke: COLOURS.accent,
          curve: 'step-after',
        }),
        Plot.lineY(points, {
          fy: 'group',
          x: 'step',
          y: 'predicted',
          stroke: COLOURS.warn,
          strokeDasharray: '4 3',
        }),
      ],
    },
    title,
  );
};
