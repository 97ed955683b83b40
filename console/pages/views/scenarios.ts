import * as Plot from '@observablehq/plot';
import { chart } from '../parts/chart.ts';
import { dataTable, num, text } from '../parts/data-table.ts';
import { facts, heading, mono, note, tone } from '../parts/facts.ts';
import { money, number, percent, short } from '../parts/format.ts';
import type { View } from '../view.ts';

export const scenarios: View = {
  id: 'scenarios',
  title: 'Scenarios',
  lead: 'How a candidate would behave in worlds that the log did not show, before anyone meets it.',
  empty: 'No candidate of this registry was tried in other worlds: causeway scenarios does.',
  show: ({ console: data }) => {
    const report = data?.newest.scenarios ?? null;
    if (report === null) return null;
    const { results } = report;
    const dots = results.flatMap(({ name, candidate, live }) => [
      { name, who: 'candidate', treated: candidate.treated },
      { name, who: 'live', treated: live.treated },
    ]);
    const worlds = dataTable(
      'Share treated in each world',
      [text('world'), num('candidate'), num('live')],
      results.map(({ name, candidate, live }) => [name, percent(candidate.treated), percent(live.treated)]),
    );
    const broken = results.filter(({ breaks }) => breaks.length > 0);
    const tones = (who: string): string => (who === 'candidate' ? 'var(--accent)' : 'var(--quiet)');
    return [
      facts([
        {
          name: 'Candidate',
          value: mono(short(report.candidate), report.candidate),
          note: `against ${short(report.live)}`,
        },
        {
          name: 'Holds in every world',
          value: report.holds ? tone('good', 'yes') : tone('bad', 'no'),
          note: `${results.length - broken.length} of ${results.length} hold`,
        },
        {
          name: 'Questions',
          value: number(report.asked, 0),
          note: `${money(report.capCents)} to spend`,
        },
      ]),
      note(report.assumes),
      heading('What is treated'),
      chart(
        {
          caption: 'Share treated in each world: the candidate in colour, what is live beside it',
          says: `Share treated: ${results.map(({ name, candidate }) => `${name} ${percent(candidate.treated)}`).join(', ')}.`,
          table: worlds,
        },
        {
          height: 62 + 30 * results.length,
          marginLeft: 190,
          x: {
            label: 'treated',
            grid: true,
            tickFormat: percent,
            domain: [0, 1],
            ticks: 5,
            labelArrow: 'none',
          },
          y: { label: null, domain: results.map(({ name }) => name), tickSize: 0 },
          marks: [
            Plot.dot(dots, {
              y: 'name',
              x: 'treated',
              fill: ({ who }: (typeof dots)[number]) => tones(who),
              r: 4.5,
            }),
          ],
        },
      ),
      heading('Every world'),
      dataTable(
        'Those that break a bound first',
        [
          text('world'),
          text('holds'),
          num('spent'),
          num('to others than shoppers'),
          num('money gone after'),
          num('foretold a question, cents'),
          text('what it is, and what breaks'),
        ],
        [...results]
          .sort((a, b) => b.breaks.length - a.breaks.length)
          .map(({ name, says, candidate: c, breaks }) => [
            name,
            breaks.length === 0 ? tone('good', 'holds') : tone('bad', 'breaks'),
            money(c.spentCents),
            money(c.lostCents),
            c.goneAt === null ? 'never' : percent(c.goneAt),
            number(c.foretoldCents, 1),
            [says, ...breaks].join('; '),
          ]),
      ),
    ];
  },
};
