import * as Plot from '@observablehq/plot';
import type { DecisionPage } from '../../study-view.ts';
import { chart } from './chart.ts';
import { dataTable, moment, num, text } from './data-table.ts';
import { el } from './el.ts';
import { facts, heading, mono, note, tone } from './facts.ts';
import { money, number, percent, short, time } from './format.ts';

/** Horizontal bars of named numbers. */
const bars = (
  rows: readonly { readonly name: string; readonly value: number; readonly strong: boolean }[],
  what: { readonly caption: string; readonly unit: string; readonly say: (x: number) => string },
): HTMLElement =>
  chart(
    {
      caption: what.caption,
      says: `${what.caption}: ${rows.map(({ name, value }) => `${name} ${what.say(value)}`).join(', ')}.`,
      table: dataTable(
        what.caption,
        [text('what'), num(what.unit)],
        rows.map(({ name, value }) => [name, what.say(value)]),
      ),
    },
    {
      height: 66 + 26 * rows.length,
      marginLeft: 200,
      marginRight: 70,
      x: {
        label: what.unit,
        grid: true,
        tickFormat: what.say,
        ticks: 5,
        labelOffset: 40,
        labelArrow: 'none',
      },
      y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0 },
      marks: [
        Plot.barX(rows, {
          y: 'name',
          x: 'value',
          fill: ({ strong }: (typeof rows)[number]) => (strong ? 'var(--accent)' : 'var(--muted)'),
          insetTop: 6,
          insetBottom: 6,
        }),
        Plot.ruleX([0], { stroke: 'var(--muted)' }),
        Plot.text(
          rows.filter(({ value }) => value >= 0),
          {
            y: 'name',
            x: 'value',
            text: ({ value }: (typeof rows)[number]) => what.say(value),
            textAnchor: 'start',
            dx: 6,
            fill: 'var(--ink)',
          },
        ),
      ],
    },
  );

/** Told by the tables of the same page: the lines of the visit, and raw files (further in than the rest). */
const TOLD_BELOW = 'What became of it';

/** Lines as `causeway explain` prints them: those that stand at the margin are headings. */
const inWords = (lines: readonly string[]): HTMLElement => {
  let under = '';
  const parts = lines.slice(1).flatMap((line): Node[] => {
    if (line.trim() === '' || line.startsWith('    ')) return [];
    if (line.startsWith(' ')) return under === TOLD_BELOW ? [] : [el('p', {}, line.trim())];
    under = line;
    return under === TOLD_BELOW ? [] : [el('h3', {}, line)];
  });
  return el('div', { class: 'words' }, ...parts);
};

/** One decision's page: numbers, plots, words, chain, and the record itself. */
export const decisionStory = ({ told, words }: DecisionPage): Node[] => {
  const { decision: d, choices, because, replay, session, release, data, madeFrom, place } = told;
  const open = choices.filter(({ mask }) => mask === null);
  const files = data?.files ?? [];
  const chain = [
    ['log line', `${place.file}, line ${place.line}`],
    [
      'release',
      release === null ? `${short(d.release)}: not at hand` : `No. ${release.sequence}, ${release.digest}`,
    ],
    ...madeFrom.map(({ kind, digest }) => [kind, digest]),
  ];
  return [
    facts([
      { name: 'Action', value: d.action, note: `${d.mode}, at ${d.point}` },
      {
        name: 'Probability of it',
        value: percent(d.propensity),
        note: `of ${open.length} that were possible`,
      },
      {
        name: 'Chance of leaving',
        value: number(d.hazard, 3),
        note: `${d.state.stage}, step ${d.state.step}`,
      },
      { name: 'When (UTC)', value: time(d.at).slice(11), note: time(d.at).slice(0, 10) },
      {
        name: 'Made again',
        value:
          replay === null
            ? 'not possible'
            : replay.same
              ? tone('good', 'the same')
              : tone('bad', 'otherwise'),
        note:
          replay === null
            ? 'its release is not at hand'
            : replay.same
              ? 'to the bit, from its record'
              : replay.fields.join(', '),
      },
    ]),
    heading('What could be done, and how likely each was'),
    bars(
      choices.map(({ action, probability, mask }) => ({
        name: mask === null ? action : `${action} (${mask})`,
        value: probability,
        strong: action === d.action,
      })),
      {
        caption: 'The whole distribution; the drawn action in colour, masked ones with their reason',
        unit: 'probability',
        say: percent,
      },
    ),
    heading('Why'),
    because.length === 0
      ? note('Its release only explores: nothing in the state spoke for or against an action.')
      : bars(
          because.map(({ name, cents }) => ({ name, value: cents, strong: cents > 0 })),
          { caption: `What spoke for ${d.action} (in colour) and against it`, unit: 'margin', say: money },
        ),
    heading('In words'),
    inWords(words),
    heading('The visit'),
    dataTable(
      'Every other line of the log on this visit',
      [moment('when (UTC)'), text('kind'), text('what'), text('where')],
      session.map(({ at, kind, says, place: where }) => [
        time(at),
        kind,
        says,
        mono(
          `${short(where.file.split('/').at(-1) ?? '')}, line ${where.line}`,
          `${where.file}:${where.line}`,
        ),
      ]),
    ),
    heading('From the log line to the training data'),
    dataTable(
      'The chain, nearest first',
      [text('what'), text('digest or place')],
      chain.map(([what = '', where = '']) => [what, mono(where)]),
    ),
    ...(files.length === 0
      ? []
      : [
          el(
            'details',
            {},
            el('summary', {}, `The ${files.length} raw files that it learned from`),
            dataTable(
              'Raw files, found by their bytes',
              [text('SHA-256'), num('lines')],
              files.map(({ digest, lines }) => [mono(digest), String(lines)]),
            ),
          ),
        ]),
    heading('The record'),
    el(
      'details',
      {},
      el('summary', {}, 'As the log holds it'),
      el('pre', { tabindex: '0' }, JSON.stringify(d, null, 2)),
    ),
  ];
};
