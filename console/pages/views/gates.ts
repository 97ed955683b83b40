import { dataTable, moment, num, text } from '../parts/data-table.ts';
import { facts, heading, mono, note, tone } from '../parts/facts.ts';
import { figures, short, time } from '../parts/format.ts';
import type { View } from '../view.ts';

const TONES = { passed: 'good', refused: 'bad', skipped: 'warn' } as const;
const FIRST = { refused: 0, skipped: 1, passed: 2 } as const;

export const gates: View = {
  id: 'gates',
  title: 'Gates',
  lead: 'What a candidate must hold before it may go live. An override needs a name and a reason, and stays.',
  empty: 'No gates have judged a release of this registry: causeway gate does.',
  show: ({ console: data }) => {
    const report = data?.newest.gates ?? null;
    if (report === null) return null;
    const count = (outcome: keyof typeof FIRST) =>
      report.gates.filter((gate) => gate.outcome === outcome).length;
    const overridden = new Set(report.overrides.map(({ gate }) => gate));
    const rows = [...report.gates].sort((a, b) => FIRST[a.outcome] - FIRST[b.outcome]);
    return [
      facts([
        {
          name: 'Candidate',
          value: mono(short(report.candidate), report.candidate),
          note: `against ${short(report.live)}`,
        },
        {
          name: 'May go live',
          value: !report.passed
            ? tone('bad', 'no')
            : overridden.size > 0
              ? tone('warn', 'by override')
              : tone('good', 'yes'),
          note: `${count('passed')} passed, ${count('refused')} refused, ${count('skipped')} skipped`,
        },
        {
          name: 'Overrides',
          value: String(report.overrides.length),
          note: [...overridden].join(', ') || 'none',
        },
      ]),
      heading('Overrides'),
      report.overrides.length === 0
        ? note('Nobody has overridden a gate.')
        : dataTable(
            'Who let which gate go, and why',
            [text('gate'), text('by'), text('reason'), moment('when (UTC)')],
            report.overrides.map(({ gate, by, reason, at }) => [gate, by, reason, time(at)]),
          ),
      heading('Every gate'),
      dataTable(
        'Refusals first',
        [text('gate'), text('outcome'), num('measured'), text('allowed'), text('what it is')],
        rows.map(({ gate, outcome, measured, allowed, says }) => [
          gate,
          tone(TONES[outcome], overridden.has(gate) ? `${outcome}, overridden` : outcome),
          figures(measured),
          allowed,
          says,
        ]),
      ),
    ];
  },
};
