import type { Alert, LogMonitor } from '@causeway/offline';
import * as Plot from '@observablehq/plot';
import { chart } from '../parts/chart.ts';
import { dataTable, num, text } from '../parts/data-table.ts';
import { el } from '../parts/el.ts';
import { heading, note, tone } from '../parts/facts.ts';
import { figures, number, time } from '../parts/format.ts';
import type { View } from '../view.ts';

const isMonitor = (value: unknown): value is LogMonitor =>
  typeof value === 'object' && value !== null && Array.isArray((value as { metrics?: unknown }).metrics);

const told = ({ cause, evidence, next, family, severity, open, onsetAt, detectedAt }: Alert): HTMLElement =>
  el(
    'div',
    { class: 'alert' },
    el('h3', {}, tone(severity === 'act' ? 'bad' : 'warn', severity === 'act' ? 'Act: ' : 'Look: '), cause),
    el('p', {}, next),
    el(
      'p',
      { class: 'note' },
      `${family}, ${open ? 'open' : 'over'}. Began ${time(onsetAt)}, certain ${time(detectedAt)} UTC. ${evidence}.`,
    ),
  );

const drifted = ({ drift }: LogMonitor): Node[] => {
  if (drift === null) return [note('Too few rows on either side: drift was not compared.')];
  const rows = [...drift.columns].sort((a, b) => b.stabilityIndex - a.stabilityIndex);
  const caption = 'Population stability index of what decisions see; in colour what drifted beyond chance';
  return [
    chart(
      {
        caption,
        says: `${caption}: ${rows.filter((row) => row.drifted).length} of ${rows.length} drifted.`,
        table: dataTable(
          'Drift of what decisions see',
          [
            text('column'),
            num('stability index'),
            num('distance'),
            num('p (Holm)'),
            text('drifted'),
            text('what'),
          ],
          rows.map((row) => [
            row.name,
            number(row.stabilityIndex),
            number(row.distance),
            figures(row.p),
            row.drifted ? 'yes' : 'no',
            row.says,
          ]),
        ),
      },
      {
        height: 62 + 24 * rows.length,
        marginLeft: 150,
        marginRight: 60,
        x: { label: 'stability index', grid: true, labelOffset: 40, labelArrow: 'none' },
        y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0 },
        marks: [
          Plot.barX(rows, {
            y: 'name',
            x: 'stabilityIndex',
            fill: (row: (typeof rows)[number]) => (row.drifted ? 'var(--accent)' : 'var(--muted)'),
            insetTop: 5,
            insetBottom: 5,
          }),
          Plot.text(rows, {
            y: 'name',
            x: 'stabilityIndex',
            text: (row: (typeof rows)[number]) => number(row.stabilityIndex),
            textAnchor: 'start',
            dx: 6,
            fill: 'var(--ink)',
          }),
        ],
      },
    ),
  ];
};

export const drift: View = {
  id: 'drift',
  title: 'Drift and alerts',
  lead: 'What changed since the release was learned, how sure that is, and what to do next.',
  empty: 'No monitor has run on this study: causeway ingest, then causeway monitor.',
  show: ({ console: data }) => {
    const monitor = data?.monitor;
    const alerts = [...(data?.alerts ?? [])].sort((a, b) => b.detectedAt - a.detectedAt);
    if (!isMonitor(monitor) && alerts.length === 0) return null;
    const said = alerts.length === 0 ? [note('Nothing has been alarmed.')] : alerts.slice(0, 30).map(told);
    if (!isMonitor(monitor)) return [heading('Alerts'), ...said];
    const rows = [...monitor.metrics].sort((a, b) => b.changes.length - a.changes.length);
    return [
      heading('Drift'),
      ...drifted(monitor),
      heading(`Alerts (${alerts.length})`),
      ...said,
      heading('What is watched'),
      dataTable(
        'Every series; a change is what its evidence made certain',
        [text('metric'), text('family'), text('kind'), num('seen'), num('changes'), text('last change')],
        rows.map(({ metric, family, kind, observations, changes }) => {
          const last = changes.at(-1);
          return [
            metric,
            family,
            kind,
            String(observations),
            String(changes.length),
            last === undefined
              ? ''
              : `${figures(last.before)} before, ${figures(last.after)} since ${time(last.onsetAt)}`,
          ];
        }),
      ),
    ];
  },
};
