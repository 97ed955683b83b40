import { dataTable, num, text } from '../parts/data-table.ts';
import { heading, note } from '../parts/facts.ts';
import { interval, money, percent } from '../parts/format.ts';
import { intervalChart } from '../parts/interval-chart.ts';
import type { View } from '../view.ts';

export const fairness: View = {
  id: 'fairness',
  title: 'Fairness',
  lead: 'How often anything is done for each group where it could be done, what it brings them, and what it costs.',
  empty: 'No evidence of gates: causeway gate measures groups.',
  show: ({ console: data }) => {
    const evidence = data?.newest.evidence ?? null;
    if (evidence === null) return null;
    const sides = evidence.groups.flatMap(({ inside, outside }) =>
      [inside, outside].filter((side) => side !== null),
    );
    const small = evidence.groups.filter(({ inside, outside }) => inside === null || outside === null);
    const judged = (data?.newest.gates?.gates ?? []).filter(({ gate }) => gate.startsWith('fairness'));
    const caution = small.map(({ name }) =>
      note(`A side of “${name}” is too small to be told apart: it is left out, and no one should read it.`),
    );
    if (sides.length === 0) return caution;
    return [
      intervalChart(
        sides.map(({ group, gain }) => ({ ...gain, name: group, strong: true })),
        { caption: 'Gain over doing nothing, by group', unit: 'margin an exposure', say: money, zero: true },
      ),
      ...caution,
      heading('Treatment and burden'),
      dataTable(
        'By group',
        [text('group'), num('people'), num('treated'), num('gain'), num('95 %'), num('money an exposure')],
        sides.map(({ group, people, treated, gain, spend }) => [
          group,
          String(people),
          percent(treated),
          money(gain.value),
          interval(gain.low, gain.high, money),
          money(spend),
        ]),
      ),
      heading('Gates'),
      dataTable(
        'What the fairness gates said',
        [text('gate'), text('outcome'), text('allowed'), text('what it is')],
        judged.map(({ gate, outcome, allowed, says }) => [gate, outcome, allowed, says]),
      ),
    ];
  },
};
