import type { Interval } from '../maths/index.ts';
import type { BudgetPoint } from './budget-curve.ts';
import type { Comparison, Difference } from './compare-representations.ts';
import type { Probe } from './probe-vectors.ts';
import type { PeopleSplit } from './split-people.ts';
import type { EmbeddingStudy } from './study-embedding.ts';

const round = (v: number, digits: number): string => v.toFixed(digits);
const range = ({ value, low, high }: Interval, digits = 4): string =>
  `${round(value, digits)} [${round(low, digits)}, ${round(high, digits)}]`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const SAY: Readonly<Record<string, string>> = {
  none: 'no profile at all',
  profile: 'the raw profile',
  pca: 'its principal components',
};

/** One sentence a difference, as a reader should take it. */
export const sentenceOf = ({ of, against, logLoss, verdict }: Difference): string =>
  `${of} is ${verdict === 'not distinguishable' ? 'not distinguishable from' : `${verdict} than`} ${SAY[against] ?? against} (log-loss ${range(logLoss, 5)}).`;

const measuredTable = ({ measured, chosen }: Comparison): string =>
  table(
    ['representation', 'model', 'log-loss', 'AUC'],
    measured.map(({ representation, learner, logLoss, auc }) => [
      representation,
      `${learner}${chosen[representation] === learner ? ' (chosen)' : ''}`,
      range(logLoss, 5),
      auc
        .map(
          ({ outcome, value }) =>
            `${auc.length > 1 ? `${outcome}: ` : ''}${value === null ? 'one value only' : range(value)}`,
        )
        .join('; '),
    ]),
  );

const probeTable = (probes: readonly Probe[]): string =>
  table(
    ['attribute', 'AUC of the better probe', 'probe', 'people', 'over the bound'],
    probes.map(({ attribute, auc, learner, rows, overBound }) => [
      attribute,
      range(auc),
      learner,
      String(rows),
      overBound ? 'yes' : 'no',
    ]),
  );

const curveTable = (curve: readonly BudgetPoint[]): string =>
  table(
    ['budget', 'amount', 'log-loss'],
    curve.map(({ by, amount, logLoss }) => [by, String(amount), range(logLoss, 5)]),
  );

const pageNote = `## In the page

A vector in the page's token is open: whoever holds the page can run the probes above on it. Sealed (\`--seal KEY\`), the page carries
bytes that only the edge can open (AES-256-GCM, bound to the person, always of one length): an observer learns that there is a vector, and
when it changes, but nothing of what it says; the page's own hazard model then runs on the prior, z = 0.`;

/** card.md: what was learned from what, what it is worth, what it gives away, and what it was not tried on. */
export const embeddingCard = (card: {
  readonly study: EmbeddingStudy;
  readonly split: PeopleSplit;
  readonly people: number;
  readonly rows: number;
  readonly pooling: string;
  readonly labels: readonly string[];
  readonly features: readonly string[];
  readonly dropped: readonly { readonly name: string; readonly why: string }[];
  readonly excluded: readonly string[];
  readonly shared: readonly string[] | null;
  readonly notes: readonly string[];
  readonly probeBound: number;
}): string => {
  const { study, split, dropped, excluded, shared, notes } = card;
  const { comparison, candidates, coverage, curve, probes } = study;
  const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
  const tests =
    split.by === 'time'
      ? `later rows (${split.test.length}) of people who were not trained on; ${split.purged} rows left out so that no one is on both sides`
      : `people who were not trained on (${split.test.length} rows)`;
  return `${[
    '# Card of an encoder',
    `z has ${study.size} coordinates of mean 0 and deviation 1, learned by \`${study.objective}\` from ${card.people} people (${card.rows} rows, pooled: ${card.pooling}).`,
    `- outcomes: ${list(card.labels)}\n- columns: ${list(card.features)}\n- said nothing: ${list(dropped.map(({ name, why }) => `${name} (${why})`))}\n- kept out by request: ${list(excluded)}${notes.map((note) => `\n- ${note}`).join('')}`,
    `## What it is worth\n\nJudged on ${tests}; intervals are 95 %, people as clusters. Lower log-loss is better.`,
    comparison.differences.map((difference) => `- ${sentenceOf(difference)}`).join('\n'),
    measuredTable(comparison),
    candidates.length === 0
      ? ''
      : `### Recipes tried\n\n${table(
          ['recipe', 'log-loss of a model on z, validation people'],
          candidates.map(({ name, validationLoss }) => [
            name,
            validationLoss === null ? 'could not be trained' : round(validationLoss, 5),
          ]),
        )}`,
    `## What it does not know\n\nOf ${coverage.rows} people seen in part, ${round(100 * coverage.coverage, 1)} % of the coordinates of their whole profile's z lie within the 90 % interval of the part's; mean spread ${round(coverage.meanSpread, 3)}.`,
    probes.before.length === 0
      ? '## What it gives away\n\nNo sensitive column was named (`--sensitive`), so none was probed.'
      : `## What it gives away\n\nBound on the AUC: ${card.probeBound}. Removal: ${study.removal}.\n\nBefore removal:\n\n${probeTable(probes.before)}\n\nAs served:\n\n${probeTable(probes.served)}`,
    shared === null ? '' : `Neighbours pass on: ${list(shared)}; no other column of theirs enters a message.`,
    curve.length === 0
      ? ''
      : `## Information budget\n\n![value against dimension](curve.svg)\n\n${curveTable(curve)}`,
    pageNote,
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
};
