import type { FrictionReport } from '../friction/index.ts';
import { escapeHtml, section, table } from './page.ts';

const fixed = (x: number | null, digits: number): string => (x === null ? 'unknown' : x.toFixed(digits));

/** Which pages hurt everyone, and what repairing them would bring: the ranking of a friction report. */
export const frictionSection = ({
  templates,
  chosen,
  trials,
  calibration,
  memory,
}: FrictionReport): string => {
  const won = trials.find(({ name }) => name === chosen);
  const learned =
    chosen === 'fixed'
      ? 'The fixed form of φ foretold later sessions best.'
      : `φ was learned by ${escapeHtml(chosen)}: ${fixed(won?.gain.value ?? 0, 5)} less log-loss a step on later sessions than the fixed form (95 %: ${fixed(won?.gain.low ?? 0, 5)} to ${fixed(won?.gain.high ?? 0, 5)}).`;
  const rows = templates.map(({ template, sessions, structuralIndex, low, high, worst, atStakeCents }) => [
    escapeHtml(template),
    String(sessions),
    structuralIndex.toFixed(3),
    low === null ? 'unknown' : `${fixed(low, 3)} to ${fixed(high, 3)}`,
    escapeHtml(worst),
    atStakeCents === null
      ? 'not at risk'
      : `${atStakeCents.value.toFixed(2)} (${atStakeCents.low.toFixed(2)} to ${atStakeCents.high.toFixed(2)})`,
  ]);
  return section(
    'Which pages hurt?',
    `${learned} The index’s slope in log-odds is ${fixed(calibration.slope, 3)} (95 %: ${fixed(calibration.slopeLow, 3)} to ${fixed(calibration.slopeHigh, 3)}), its memory β ${memory.beta} (${memory.low} to ${memory.high} are alike).`,
    table(
      ['Page', 'sessions', 'structural friction', '95 %', 'most of it', 'at stake, cents a session'],
      rows,
    ),
  );
};
