import type { FrictionSteps } from './friction-steps.ts';

/** The same steps with at most so many templates: the rest, those of the fewest rows, become one. */
export const coarseTemplates = (steps: FrictionSteps, most: number): FrictionSteps => {
  const { templates, template } = steps;
  if (templates.length <= most) return steps;
  const rows = new Int32Array(templates.length);
  for (const t of template) rows[t] = (rows[t] as number) + 1;
  const order = Array.from(templates, (_, t) => t).sort(
    (a, b) => (rows[b] as number) - (rows[a] as number) || a - b,
  );
  const kept = order.slice(0, most - 1);
  const place = new Int32Array(templates.length).fill(most - 1);
  kept.forEach((t, k) => {
    place[t] = k;
  });
  return {
    ...steps,
    template: template.map((t) => place[t] as number),
    templates: [...kept.map((t) => templates[t] as string), 'the others'],
  };
};
