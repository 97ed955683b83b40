import { rangeChart } from '../dossier/charts.ts';
import { escapeHtml, list, page, section, table } from '../dossier/page.ts';
import type { ConsoleData } from './console-data.ts';

const time = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 16);
const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
const money = (cents: number): string => (cents / 100).toFixed(2);

const timeline = ({ timeline: releases }: ConsoleData): string => {
  const rows = releases.map(({ sequence, release, state, createdAt, estimate, gates }) => [
    String(sequence),
    release.slice(0, 12),
    state,
    time(createdAt),
    estimate === null
      ? ''
      : `${estimate.value.toFixed(0)} [${estimate.low.toFixed(0)}, ${estimate.high.toFixed(0)}]`,
    gates === null
      ? 'not judged'
      : gates.refused.length === 0
        ? 'passed'
        : `${gates.passed ? 'overridden' : 'refused'}: ${gates.refused.join(', ')}${gates.overrides[0] === undefined ? '' : ` (${gates.overrides[0].by}: ${gates.overrides[0].reason})`}`,
  ]);
  const ranges = releases.flatMap(({ sequence, estimate, state }) => {
    if (estimate === null) return [];
    const { value, low, high } = estimate;
    return [{ name: `Release ${sequence}`, value, low, high, strong: state === 'live' }];
  });
  const chart =
    ranges.length === 0
      ? ''
      : rangeChart(ranges, {
          label: 'net margin, cents a session',
          title: 'Values of releases with 95 % intervals',
        });
  return section(
    'Releases',
    'Every release that was proposed or went live, and what the gates said. Values are cents a session.',
    chart + table(['No.', 'release', 'state', 'made', 'value', 'gates'], rows),
  );
};

const gates = ({ newest: { gates: report } }: ConsoleData): string => {
  if (report === null) return '';
  const rows = report.gates.map(({ gate, outcome, measured, allowed, says }) => [
    gate,
    outcome,
    measured === null ? '' : String(Number(measured.toPrecision(4))),
    allowed,
    says,
  ]);
  return section(
    'Gates',
    `The newest candidate, ${report.candidate.slice(0, 12)}.`,
    table(['gate', 'outcome', 'measured', 'allowed', 'what it is'], rows),
  );
};

const scenarios = ({ newest: { scenarios: report } }: ConsoleData): string => {
  if (report === null) return '';
  const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
  const rows = report.results.map(({ name, says, candidate, live, breaks }) => [
    name,
    breaks.length === 0 ? 'holds' : `breaks: ${breaks.join('; ')}`,
    percent(candidate.treated),
    percent(live.treated),
    (candidate.spentCents / 100).toFixed(2),
    says,
  ]);
  return section(
    'Scenarios',
    `Candidate ${report.candidate.slice(0, 12)} in worlds that the log did not show, before it ramps. ${report.assumes}`,
    table(['world', 'bounds', 'treated', 'live treats', 'spent', 'what it is'], rows),
  );
};

const friction = ({ frictionMap }: ConsoleData): string => {
  if (frictionMap.length === 0) return '';
  const rows = [...frictionMap]
    .sort((a, b) => b.atStake - a.atStake)
    .map(({ stage, device, visits, friction: index, hazard, left, atStake }) => [
      stage,
      device,
      String(visits),
      index.toFixed(2),
      hazard.toFixed(3),
      percent(left),
      money(atStake),
    ]);
  return section(
    'Where shoppers get stuck',
    'Mean friction and λ of the steps there, the share of visits that ended there without an order, and the baskets they left.',
    table(['stage', 'device', 'visits', 'friction', 'λ', 'left', 'left in baskets'], rows),
  );
};

const fairness = ({ newest: { evidence } }: ConsoleData): string => {
  const sides = evidence?.groups.flatMap(({ inside, outside }) => [inside, outside]) ?? [];
  const rows = sides.flatMap((side) =>
    side === null
      ? []
      : [
          [
            side.group,
            String(side.people),
            percent(side.treated),
            `${side.gain.value.toFixed(0)} [${side.gain.low.toFixed(0)}, ${side.gain.high.toFixed(0)}]`,
            side.spend.toFixed(1),
          ],
        ],
  );
  return rows.length === 0
    ? ''
    : section(
        'Groups',
        'How often anything is done, what it brings and what it costs, in cents an exposure. Small groups are left out.',
        table(['group', 'people', 'treated', 'gain', 'money'], rows),
      );
};

const alerts = ({ alerts: told }: ConsoleData): string =>
  section(
    'Alerts',
    told.length === 0 ? 'Nothing has been alarmed.' : 'Newest last.',
    list(
      told
        .slice(-30)
        .map(
          ({ detectedAt, family, cause, evidence, next }) =>
            `${time(detectedAt)} ${family}: ${cause}. ${evidence}. ${next}`,
        ),
    ),
  );

const audit = ({ audit: { entries, faults, head } }: ConsoleData): string =>
  section(
    'Audit trail',
    `${entries.length} entries, ${entries.filter(({ signature }) => signature !== null).length} signed; ${faults.length === 0 ? 'every byte is as it was written' : `${faults.length} FAULTS: ${faults[0]?.path} ${faults[0]?.what}`}. Head ${head?.digest ?? 'none'}.`,
    table(
      ['No.', 'when', 'who', 'what', 'facts'],
      entries.slice(-60).map(({ n, at, who, what, detail }) => [
        String(n),
        time(at),
        who,
        what,
        Object.entries(detail)
          .map(([k, v]) => `${k} ${v}`)
          .join('; '),
      ]),
    ),
  );

/** The whole story on one page, for a reader without a console; prints. */
export const reportHtml = (data: ConsoleData): string =>
  page(
    'Report of the releases',
    [
      `<header><p class="over">${time(data.at)} UTC</p><h1>${escapeHtml(data.newest.dossier?.policy?.verdict ?? 'What was released, and why')}</h1></header>`,
      timeline(data),
      gates(data),
      scenarios(data),
      friction(data),
      fairness(data),
      alerts(data),
      audit(data),
    ].join('\n'),
  );
