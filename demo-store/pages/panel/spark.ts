import { svg } from './make.ts';

const WIDTH = 300;
const HEIGHT = 46;

const path = (values: readonly number[], top: number, slots: number): string =>
  values
    .map((value, k) => {
      const x = (k / Math.max(1, slots - 1)) * WIDTH;
      const y = HEIGHT - 2 - (Math.min(value, top) / top) * (HEIGHT - 6);
      return `${k === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');

export type Spark = {
  readonly element: SVGElement;
  draw(strong: readonly number[], faint: readonly number[]): void;
};

/** Two curves over closed steps on one axis from 0 to at least `least`: the strong one last, its end marked. */
export const createSpark = (label: string, least: number): Spark => {
  const element = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    class: 'spark',
    role: 'img',
    'aria-label': label,
    preserveAspectRatio: 'none',
  });
  const base = svg('path', { class: 'base', d: `M0 ${HEIGHT - 1}H${WIDTH}` });
  const faintLine = svg('path', { class: 'faint' });
  const strongLine = svg('path', { class: 'strong' });
  element.append(base, faintLine, strongLine);
  return {
    element,
    draw(strong, faint) {
      const slots = Math.max(12, strong.length, faint.length);
      const top = Math.max(least, ...strong, ...faint);
      strongLine.setAttribute('d', path(strong, top, slots));
      faintLine.setAttribute('d', path(faint, top, slots));
    },
  };
};
