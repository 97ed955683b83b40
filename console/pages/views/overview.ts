import { facts, heading, lacking, tone, verdict } from '../parts/facts.ts';
import { interval, money, percent, short, time } from '../parts/format.ts';
import type { View } from '../view.ts';

export const overview: View = {
  id: 'overview',
  title: 'Overview',
  lead: 'What is live, whether it pays, and whether anything needs a person.',
  empty: 'No registry can be read.',
  show: ({ console: data, missing }) => {
    const gaps = missing.length === 0 ? [] : [lacking(...missing)];
    if (data === null) return gaps.length === 0 ? null : gaps;
    const { timeline, newest, alerts, audit, frictionMap } = data;
    const live = timeline.find(({ state }) => state === 'live');
    const policy = newest.dossier?.policy ?? null;
    const open = alerts.filter((alert) => alert.open).length;
    const worst = [...frictionMap].sort((a, b) => b.atStake - a.atStake)[0];
    const refused = newest.gates?.refused ?? [];
    const gained = policy?.gains.overControl;
    return [
      ...gaps,
      facts([
        live === undefined
          ? { name: 'Live release', value: 'none known', note: 'the audit log names none' }
          : {
              name: 'Live release',
              value: `No. ${live.sequence}`,
              note: `${short(live.release)}, made ${time(live.createdAt).slice(0, 16)}`,
            },
        gained === undefined
          ? { name: 'Gain over control', value: 'not measured' }
          : {
              name: 'Gain over control, a session',
              value: money(gained.value),
              note: `95 % ${interval(gained.low, gained.high, money)}`,
            },
        newest.gates === null
          ? { name: 'Gates', value: 'not judged' }
          : {
              name: 'Gates of the newest candidate',
              value:
                refused.length === 0
                  ? tone('good', 'all passed')
                  : newest.gates.passed
                    ? tone('warn', `${refused.length} overridden`)
                    : tone('bad', `${refused.length} refuse`),
              note: refused.join(', ') || `${newest.gates.gates.length} measured`,
            },
        {
          name: 'Alerts',
          value: open === 0 ? tone('good', 'none open') : tone('warn', `${open} open`),
          note: `${alerts.length} in all`,
        },
        {
          name: 'Registry',
          value:
            audit.faults.length === 0 ? tone('good', 'whole') : tone('bad', `${audit.faults.length} faults`),
          note: audit.faults[0]?.what ?? `${audit.entries.length} audit entries`,
        },
        ...(worst === undefined
          ? []
          : [
              {
                name: 'Most money left at',
                value: `${worst.stage}, ${worst.device}`,
                note: `${money(worst.atStake)} in baskets; ${percent(worst.left)} leave there`,
              },
            ]),
      ]),
      ...(policy === null ? [] : [heading('The verdict of the newest dossier'), verdict(policy.verdict)]),
    ];
  },
};
