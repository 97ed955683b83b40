import { heading, note, verdict } from '../parts/facts.ts';
import { money, percent } from '../parts/format.ts';
import { intervalChart } from '../parts/interval-chart.ts';
import type { View } from '../view.ts';

export const value: View = {
  id: 'value',
  title: 'Policy value',
  lead: 'What the newest policy is worth beside doing nothing, beside the best one action for all, and beside what was logged.',
  empty: 'No dossier with a policy: a turn of learning writes one.',
  show: ({ console: data }) => {
    const policy = data?.newest.dossier?.policy ?? null;
    if (policy === null) return null;
    const { learned, control, bestConstant, logging, gains, estimators, abandonment } = policy;
    const arms = [...new Set(bestConstant.actions)].join(', ');
    return [
      verdict(policy.verdict),
      note(`${policy.sessions} sessions, ${policy.exposures} exposures; ${policy.method}.`),
      intervalChart(
        [
          { ...learned, name: 'learned policy', strong: true },
          { ...control, name: 'control (nothing done)' },
          { ...bestConstant, name: 'best constant arm' },
          { ...logging, name: 'as logged' },
        ],
        { caption: 'Value with 95 % intervals', unit: 'net margin a session', say: money },
      ),
      note(`The best constant arm was chosen anew in each fold: ${arms}.`),
      heading('Gains'),
      intervalChart(
        [
          { ...gains.overControl, name: 'over control', strong: true },
          { ...gains.overBestConstant, name: 'over best constant arm', strong: true },
          { ...gains.overLogging, name: 'over what was logged', strong: true },
        ],
        {
          caption: 'Paired differences; an interval across zero proves nothing',
          unit: 'net margin a session',
          say: money,
          zero: true,
        },
      ),
      heading('Three estimators of the same value'),
      intervalChart(
        [
          { ...estimators.dr, name: 'doubly robust', strong: true },
          { ...estimators.snips, name: 'self-normalised weights' },
          { ...estimators.ips, name: 'inverse weights' },
        ],
        { caption: 'They should agree within their intervals', unit: 'net margin a session', say: money },
      ),
      heading('Leaving without an order'),
      intervalChart(
        [
          { ...abandonment.learned, name: 'learned policy', strong: true },
          { ...abandonment.control, name: 'control' },
          { ...abandonment.logged, name: 'as logged' },
        ],
        { caption: 'Share of sessions that end without an order', unit: 'share', say: percent },
      ),
    ];
  },
};
