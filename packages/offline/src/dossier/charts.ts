import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

export const COLOURS = {
  ink: '#1f2733',
  soft: '#6b7686',
  line: '#d9dee6',
  accent: '#1d6b57',
  pale: '#9fc9bc',
  warn: '#b4552d',
};

const STYLE = {
  fontFamily: 'inherit',
  fontSize: '12px',
  color: COLOURS.ink,
  background: 'transparent',
  overflow: 'visible',
};

/** A plot as SVG text, drawn without a browser; `label` is what a screen reader says. */
export const draw = (options: Plot.PlotOptions, label: string): string => {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const element = Plot.plot({
    style: STYLE,
    ...options,
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
  });
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', label);
  return element.outerHTML;
};

export type Range = {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly strong?: boolean;
};

/** Named values with their intervals, one a line, and a rule at `reference`. */
export const rangeChart = (
  ranges: readonly Range[],
  options: { label: string; reference?: number; title: string },
): string =>
  draw(
    {
      width: 640,
      height: 58 + 34 * ranges.length,
      marginBottom: 42,
      marginLeft: 170,
      marginRight: 70,
      x: {
        label: options.label,
        labelAnchor: 'center',
        labelOffset: 36,
        labelArrow: 'none',
        grid: true,
        nice: true,
        tickSize: 0,
      },
      y: { label: null, domain: ranges.map((r) => r.name), tickSize: 0 },
      marks: [
        ...(options.reference === undefined
          ? []
          : [Plot.ruleX([options.reference], { stroke: COLOURS.soft, strokeDasharray: '3 3' })]),
        Plot.ruleY(ranges, {
          y: 'name',
          x1: 'low',
          x2: 'high',
          stroke: (r: Range) => (r.strong ? COLOURS.accent : COLOURS.soft),
          strokeWidth: (r: Range) => (r.strong ? 4 : 2.5),
          strokeLinecap: 'round',
        }),
        Plot.dot(ranges, {
          y: 'name',
          x: 'value',
          r: 5,
          fill: (r: Range) => (r.strong ? COLOURS.accent : 'white'),
          stroke: (r: Range) => (r.strong ? COLOURS.accent : COLOURS.soft),
          strokeWidth: 2,
        }),
        Plot.text(ranges, {
          y: 'name',
          x: 'high',
          dx: 8,
          textAnchor: 'start',
          text: (r: Range) => r.value.toFixed(1),
          fontVariant: 'tabular-nums',
          fill: (r: Range) => (r.strong ? COLOURS.accent : COLOURS.ink),
        }),
      ],
    },
    options.title,
  );

export type Bin = { readonly from: number; readonly to: number; readonly count: number };

/** Counts in bins. */
export const histogramChart = (
  bins: readonly Bin[],
  options: { label: string; title: string; reference?: number },
): string =>
  draw(
    {
      width: 310,
      height: 200,
      marginBottom: 40,
      marginLeft: 44,
      x: {
        label: options.label,
        labelAnchor: 'center',
        labelOffset: 34,
        labelArrow: 'none',
        tickSize: 0,
        ticks: 5,
      },
      y: { label: 'exposures', labelArrow: 'none', grid: true, tickSize: 0, ticks: 4 },
      marks: [
        Plot.rectY(bins, { x1: 'from', x2: 'to', y: 'count', fill: COLOURS.pale, inset: 0.5 }),
        ...(options.reference === undefined
          ? []
          : [Plot.ruleX([options.reference], { stroke: COLOURS.accent, strokeWidth: 1.5 })]),
        Plot.ruleY([0], { stroke: COLOURS.line }),
      ],
    },
    options.title,
  );

export type CalibrationPoint = {
  readonly predicted: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
};

/** Predicted against observed, with the diagonal of a perfect forecast. */
export const calibrationChart = (points: readonly CalibrationPoint[], title: string): string => {
  const top = 1.08 * Math.max(...points.map((p) => Math.max(p.predicted, p.high)), 0.01);
  return draw(
    {
      width: 400,
      height: 330,
      marginLeft: 50,
      marginBottom: 40,
      x: {
        label: 'predicted λ',
        labelAnchor: 'center',
        labelOffset: 34,
        labelArrow: 'none',
        domain: [0, top],
        tickSize: 0,
        ticks: 5,
      },
      y: {
        label: 'share that left',
        labelArrow: 'none',
        domain: [0, top],
        grid: true,
        tickSize: 0,
        ticks: 5,
      },
      marks: [
        Plot.line(
          [
            [0, 0],
            [top, top],
          ],
          { stroke: COLOURS.soft, strokeDasharray: '3 3' },
        ),
        Plot.ruleX(points, {
          x: 'predicted',
          y1: 'low',
          y2: 'high',
          stroke: COLOURS.pale,
          strokeWidth: 3,
          strokeLinecap: 'round',
        }),
        Plot.dot(points, { x: 'predicted', y: 'observed', r: 4, fill: COLOURS.accent }),
      ],
    },
    title,
  );
};
