import { dataTable, moment, num, text } from '../parts/data-table.ts';
import { mono, tone } from '../parts/facts.ts';
import { interval, money, short, time } from '../parts/format.ts';
import { intervalChart } from '../parts/interval-chart.ts';
import type { View } from '../view.ts';

const TONES = { live: 'good', 'rolled back': 'bad', refused: 'bad' } as const;

export const releases: View = {
  id: 'releases',
  title: 'Releases',
  lead: 'Every release that was proposed or went live, rejected ones too, with what its dossier promised.',
  empty: 'The registry holds no release.',
  show: ({ console: data, lineage }) => {
    const rows = data?.timeline ?? [];
    if (rows.length === 0) return null;
    const valued = rows.flatMap(({ sequence, state, release, estimate }) =>
      estimate === null
        ? []
        : [{ ...estimate, name: `${sequence} ${short(release)}`, strong: state === 'live' }],
    );
    const table = dataTable(
      'Releases in order',
      [
        num('No.'),
        text('release'),
        text('state'),
        moment('made (UTC)'),
        num('value'),
        num('95 %'),
        text('gates'),
      ],
      rows.map(({ sequence, release, state, createdAt, estimate, gates }) => [
        String(sequence),
        mono(short(release), release),
        state in TONES ? tone(TONES[state as keyof typeof TONES], state) : state,
        time(createdAt),
        estimate === null ? 'none' : money(estimate.value),
        estimate === null ? '' : interval(estimate.low, estimate.high, money),
        gates === null
          ? 'not judged'
          : gates.refused.length === 0
            ? 'passed'
            : `${gates.passed ? 'overridden' : 'refused'}: ${gates.refused.join(', ')}`,
      ]),
    );
    const made = dataTable(
      'Lineage: what each release was made from, nearest first',
      [num('No.'), text('made from'), text('note')],
      rows.map(({ sequence, release, note }) => [
        String(sequence),
        (lineage[release] ?? []).map(({ kind, name }) => `${kind} ${short(name)}`).join(', ') ||
          'nothing: it begins the chain',
        note,
      ]),
    );
    return [
      ...(valued.length === 0
        ? []
        : [
            intervalChart(valued, {
              caption: 'Value of each release with its 95 % interval; the live one in colour',
              unit: 'net margin a session',
              say: money,
            }),
          ]),
      table,
      made,
    ];
  },
};
