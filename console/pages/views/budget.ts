import { facts, heading, note, tone } from '../parts/facts.ts';
import { money, number, percent } from '../parts/format.ts';
import { intervalChart } from '../parts/interval-chart.ts';
import type { View } from '../view.ts';

export const budget: View = {
  id: 'budget',
  title: 'Budget',
  lead: 'Money given away: what the policy is foretold to spend, and what it may.',
  empty: 'No dossier: no budget was set.',
  show: ({ console: data }) => {
    const dossier = data?.newest.dossier ?? null;
    if (dossier === null) return null;
    const { budget: held, policy } = dossier;
    const spend = policy?.spend ?? null;
    const foretold = held.spendPerSession;
    const { allowedPerSession: allowed } = held;
    return [
      facts([
        { name: 'Cap', value: money(held.capCents), note: `for ${held.sessions} sessions, ${held.id}` },
        {
          name: 'Allowed a session',
          value: money(allowed),
          note: `${percent(held.safety)} of the cap is planned with`,
        },
        foretold === null
          ? { name: 'Foretold a session', value: 'unknown' }
          : {
              name: 'Foretold a session',
              value: tone(foretold <= allowed ? 'good' : 'bad', money(foretold)),
              note: allowed > 0 ? `${percent(foretold / allowed)} of what is allowed` : 'nothing is allowed',
            },
        {
          name: 'Price of money',
          value: number(held.multiplier, 2),
          note: held.multiplier === 0 ? 'the budget does not bind' : 'margin asked for each unit spent',
        },
      ]),
      ...(spend === null
        ? [note('No policy was evaluated: what is spent on held-out people is unknown.')]
        : [
            heading('Spend on held-out people'),
            intervalChart(
              [
                { ...spend, name: 'measured', strong: true },
                { name: 'allowed', value: allowed, low: allowed, high: allowed },
              ],
              {
                caption: 'Spend a session against what is allowed',
                unit: 'money a session',
                say: money,
                zero: true,
              },
            ),
          ]),
    ];
  },
};
