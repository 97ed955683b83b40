import { make, sectionOf } from './make.ts';
import type { PanelView, Section } from './panel-source.ts';
import { createSpark } from './spark.ts';

export type CurveOptions = {
  readonly symbol: string;
  readonly title: string;
  readonly meaning: string;
  readonly least: number;
  /** the two numbers, strong first: their symbols, what they are now, and their values at closed steps */
  readonly strong: Reading;
  readonly faint: Reading;
};
export type Reading = {
  readonly symbol: string;
  readonly name: string;
  readonly now: (view: PanelView) => number;
  readonly past: (view: PanelView) => readonly number[];
};

/** Two numbers and their curves over the visit. */
export const createCurveSection = (options: CurveOptions): Section => {
  const reading = ({ symbol, name }: Reading, kind: string) => {
    const value = make('b', { class: 'num' }, '0.00');
    const box = make('div', { class: `reading ${kind}`, title: name }, make('span', {}, symbol), value);
    return { value, box };
  };
  const [strong, faint] = [reading(options.strong, 'strong'), reading(options.faint, 'faint')];
  const spark = createSpark(`${options.title} over the visit`, options.least);
  const readings = make('div', { class: 'readings' }, strong.box, faint.box);
  const element = sectionOf(
    options.symbol,
    options.title,
    options.meaning,
    readings,
    spark.element as unknown as Node,
  );
  return {
    element,
    update(view) {
      const [a, b] = [options.strong.now(view), options.faint.now(view)];
      strong.value.textContent = a.toFixed(2);
      faint.value.textContent = b.toFixed(2);
      spark.draw([...options.strong.past(view), a], [...options.faint.past(view), b]);
    },
  };
};

const of = (key: 'index' | 'smoothed' | 'hazard' | 'survival') => ({
  now: ({ state }: PanelView) => state?.[key] ?? (key === 'survival' ? 1 : 0),
  past: ({ points }: PanelView) => points.map((point) => point[key]),
});

export const createIndexSection = (): Section =>
  createCurveSection({
    symbol: 'F̄',
    title: 'Friction index',
    meaning: 'All of φ in one number',
    least: 2,
    strong: { symbol: 'F̄', name: 'smoothed', ...of('smoothed') },
    faint: { symbol: 'F', name: 'this step', ...of('index') },
  });

export const createHazardSection = (): Section =>
  createCurveSection({
    symbol: 'λ',
    title: 'Hazard',
    meaning: 'The chance to leave now',
    least: 1,
    strong: { symbol: 'λ', name: 'leaves now', ...of('hazard') },
    faint: { symbol: 'S', name: 'still here', ...of('survival') },
  });
