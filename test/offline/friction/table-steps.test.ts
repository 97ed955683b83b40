import { Fault } from '@causeway/contract';
import { expect, it, test } from 'vitest';
import { coarseTemplates } from '../../../packages/offline/src/friction/coarse-templates.ts';
import { type StepTable, tableSteps } from '../../../packages/offline/src/friction/index.ts';

const table: StepTable = {
  n: 5,
  session: ['b', 'a', 'a', 'b', 'a'],
  time: Float64Array.of(5, 9, 1, 6, 4),
  event: Float64Array.of(0, 1, 0, Number.NaN, 0),
  template: ['x', 'y', 'x', 'x', 'x'],
  families: [{ name: 'errors', values: Float64Array.of(2, 6, Number.NaN, 0, 4) }],
  value: Float64Array.of(10, 7, 7, 30, 7),
};

it('sorts steps, sums amounts in units of their mean, and gives a lost session no worth', () => {
  const steps = tableSteps(table);
  expect(steps.sessions).toEqual(['a', 'b']);
  expect([...steps.session]).toEqual([0, 0, 0, 1, 1]);
  expect([...steps.d]).toEqual([0, 1, 1.5, 0.5, 0]);
  expect([...steps.total]).toEqual([0, 1, 2.5, 0.5, 0.5]);
  expect([...steps.event]).toEqual([0, 0, 1, 0, 0]);
  expect([...steps.risk]).toEqual([1, 1, 1, 1, 0]);
  expect([...steps.marginCents]).toEqual([0, 0, 0, 30, 30]);
});

it('joins the templates of the fewest rows', () => {
  const { templates, template } = coarseTemplates(
    { ...tableSteps(table), template: Int32Array.of(0, 0, 1, 2, 2), templates: ['p', 'q', 'r'] },
    2,
  );
  expect(templates).toEqual(['p', 'the others']);
  expect([...template]).toEqual([0, 0, 1, 1, 1]);
});

test.each<[string, Partial<StepTable>, RegExp]>([
  [
    'a negative amount',
    { families: [{ name: 'e', values: Float64Array.of(0, -1, 0, 0, 0) }] },
    /column e, row 2: got -1/,
  ],
  ['another event', { event: Float64Array.of(0, 2, 0, 0, 0) }, /event, row 2: got 2/],
  ['no family', { families: [] }, /got 0 columns, allowed are 1 to 32/],
  ['no rows', { n: 0 }, /got no rows/],
])('refuses %s', (_, change, message) => {
  expect(() => tableSteps({ ...table, ...change })).toThrow(Fault);
  expect(() => tableSteps({ ...table, ...change })).toThrow(message);
});
