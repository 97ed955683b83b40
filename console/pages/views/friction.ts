import { STAGES } from '@causeway/contract';
import type { FrictionPlace } from '@causeway/offline';
import * as Plot from '@observablehq/plot';
import { chart } from '../parts/chart.ts';
import { dataTable, num, text } from '../parts/data-table.ts';
import { heading, note } from '../parts/facts.ts';
import { interval, money, number, percent } from '../parts/format.ts';
import { intervalChart } from '../parts/interval-chart.ts';
import type { View } from '../view.ts';

const rank = (stage: string): number => {
  const k = (STAGES as readonly string[]).indexOf(stage);
  return k < 0 ? STAGES.length : k;
};
const colour = ({ device }: FrictionPlace): string =>
  device === 'mobile' ? 'var(--accent)' : 'var(--muted)';

/** The journey from left to right: how many leave at each stage; the area of a dot is the money that they leave. */
const journey = (places: readonly FrictionPlace[]): HTMLElement => {
  const stages = [...new Set(places.map(({ stage }) => stage))];
  const last = stages.at(-1);
  const caption =
    'The journey: share of visits that end at a stage without an order; the area of a dot is the money left there';
  const table = dataTable(
    'The journey by stage and device',
    [
      text('stage'),
      text('device'),
      num('visits'),
      num('friction'),
      num('λ'),
      num('leave'),
      num('left in baskets'),
    ],
    places.map(({ stage, device, visits, friction, hazard, left, atStake }) => [
      stage,
      device,
      String(visits),
      number(friction),
      number(hazard, 3),
      percent(left),
      money(atStake),
    ]),
  );
  const top = [...places].sort((a, b) => b.atStake - a.atStake)[0];
  return chart(
    {
      caption,
      says: `${caption}. Most is left at ${top?.stage} on ${top?.device}: ${money(top?.atStake ?? 0)}.`,
      table,
    },
    {
      height: 320,
      marginLeft: 55,
      marginRight: 70,
      marginTop: 40,
      marginBottom: 40,
      r: { range: [3, 22] },
      x: { domain: stages, type: 'point', label: null, tickSize: 0, padding: 0.4 },
      y: {
        label: 'leave here',
        tickFormat: (x: number) => `${Math.round(100 * x)} %`,
        grid: true,
        zero: true,
        labelArrow: 'none',
      },
      marks: [
        Plot.line(places, { x: 'stage', y: 'left', z: 'device', stroke: colour, strokeWidth: 1.5 }),
        Plot.dot(places, {
          x: 'stage',
          y: 'left',
          r: 'atStake',
          fill: colour,
          stroke: 'var(--paper)',
        }),
        Plot.text(
          places.filter(({ device, atStake }) => device === 'mobile' && atStake > 0),
          {
            x: 'stage',
            y: 'left',
            text: ({ atStake }: FrictionPlace) => money(atStake),
            dy: -30,
            stroke: 'var(--paper)',
            strokeWidth: 6,
            fill: 'var(--ink)',
          },
        ),
        Plot.text(
          places.filter(({ stage }) => stage === last),
          { x: 'stage', y: 'left', text: 'device', textAnchor: 'start', dx: 18, fill: 'var(--ink)' },
        ),
      ],
    },
  );
};

export const friction: View = {
  id: 'friction',
  title: 'Friction map',
  lead: 'Where shoppers get stuck, what of it the page does to everyone, and how much money it costs.',
  empty: 'Neither a log nor a dossier that learned friction: nothing is known of where shoppers get stuck.',
  show: ({ console: data }) => {
    const places = [...(data?.frictionMap ?? [])].sort(
      (a, b) => rank(a.stage) - rank(b.stage) || a.device.localeCompare(b.device),
    );
    const learned = data?.newest.dossier?.friction ?? null;
    if (places.length === 0 && learned === null) return null;
    const ofPlaces =
      places.length === 0 ? [note('There is no log here: the journey cannot be drawn.')] : [journey(places)];
    if (learned === null)
      return [
        ...ofPlaces,
        note('The newest release did not learn friction: structural and personal are not told apart.'),
      ];
    const structural = learned.templates.map(({ template, structuralIndex, low, high }) => ({
      name: template,
      value: structuralIndex,
      low: low ?? structuralIndex,
      high: high ?? structuralIndex,
      strong: true,
    }));
    return [
      ...ofPlaces,
      heading('Structural against personal'),
      note(
        'Structural friction is what a page does to everyone: mend the page. What is left over is personal: there an action may help. The index is that of the newest release.',
      ),
      intervalChart(structural, {
        caption: 'Structural friction of each page, the worst first',
        unit: 'index',
        say: (x) => number(x, 3),
        zero: true,
      }),
      dataTable(
        'What repairing a page is worth',
        [text('page'), num('sessions'), text('most of it'), num('at stake, cents a session'), num('95 %')],
        learned.templates.map(({ template, sessions, worst, atStakeCents }) => [
          template,
          String(sessions),
          worst,
          atStakeCents === null ? 'not at risk' : number(atStakeCents.value),
          atStakeCents === null ? '' : interval(atStakeCents.low, atStakeCents.high, (x) => number(x)),
        ]),
      ),
    ];
  },
};
