import { HAZARD_ROW_NAMES } from '@causeway/contract';
import type { PageHazard } from './learn-page-hazard.ts';

const digits = (v: number): string => v.toFixed(5);
const range = ({ value, low, high }: { value: number; low: number; high: number }): string =>
  `${digits(value)} [${digits(low)}, ${digits(high)}]`;
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(line).join('\n');

/** What a page's hazard was learned from, how good it is and what it takes: Markdown. */
export const pageCard = ({
  form,
  linear,
  shipped,
  trials,
  evaluation,
  notes,
}: PageHazard): string => `# Hazard of leaving, in the page

λ_t: the probability that the shopper leaves at this step, having stayed until it (B24). Learned from ${linear.rows} steps with ${linear.events} leavings.
Form: ${form}. The blob has ${shipped.blob.length} bytes, the .onnx ${shipped.onnx.length}; page, edge and study run the blob with equal bits.

## The choice

${
  trials.length === 0
    ? 'No other form than the linear one was tried.'
    : `Log-loss on forward folds inside the earlier sessions; the linear form stands unless another gains more than two standard errors over it.

${table(
  ['form', 'log-loss', 'gain over linear, a step'],
  trials.map(({ name, logLoss, gain }) => [name, digits(logLoss), range(gain)]),
)}`
}

## How good it is

${
  evaluation === null
    ? 'Too few sessions to measure it on later ones.'
    : `The same form learned on ${evaluation.trainRows} steps, the blob's λ measured on the ${evaluation.testRows} of later sessions; 95 % intervals by session.

${table(
  ['', 'value'],
  [
    ['log-loss', range(evaluation.logLoss)],
    ['log-loss of the plain share', digits(evaluation.baseLogLoss)],
    ['AUC', range(evaluation.auc)],
    ['Brier', range(evaluation.brier)],
    ['ECE', range(evaluation.ece)],
  ],
)}`
}

## The input row

${HAZARD_ROW_NAMES.length} numbers (32-bit floats): ${HAZARD_ROW_NAMES.join(', ')}.

## Notes

${notes.map((note) => `- ${note}`).join('\n') || '- none'}
`;
