import type { Release } from '@causeway/contract';
import type { Thresholds } from '../gates/index.ts';
import type { DataInventory } from './data-inventory.ts';

/**
 * A data protection impact assessment in the form of Article 35(7) GDPR, written from what is configured and stored, not from what someone remembers. It does not replace
 * a lawyer, and names the columns that nobody has classified.
 */
export const impactAssessment = (
  inventory: DataInventory,
  release: Release,
  thresholds: Thresholds,
  by: { readonly at: number; readonly retentionDays: number | null },
): string => {
  const date = new Date(by.at).toISOString().slice(0, 10);
  const about = (wanted: string) => [
    ...new Map(
      inventory.columns
        .filter((row) => row.class?.about === wanted)
        .map((row) => [row.column, row.class?.purpose]),
    ),
  ];
  const sensitive = [
    ...new Set(inventory.columns.filter((row) => row.class?.sensitive).map(({ column }) => column)),
  ];
  const money = release.actions.filter(({ kind }) => kind === 'incentive');
  return [
    `# Data protection impact assessment`,
    ``,
    `Of release ${release.sequence}, ${date}; written by \`causeway privacy assess\` from the release, the warehouse’s schema and gates.json.`,
    ``,
    `## What is done, and why`,
    ``,
    `Visits of the checkout are scored for friction and for the chance of leaving; at declared points one of ${release.actions.length} actions is drawn (${release.actions.map(({ id }) => id).join(', ')}). ` +
      `Money is given by ${money.map(({ id }) => id).join(', ') || 'none of them'}, at most ${(release.budget.capCents / 100).toFixed(2)} in all. ${(100 * release.experiment.holdout).toFixed(1)} % of people are held out. No decision has legal effect; doing nothing is always possible.`,
    ``,
    `## What is stored`,
    ``,
    `| table | rows | from | to |`,
    `|---|---|---|---|`,
    ...inventory.tables.map(
      ({ table, rows, from, to }) =>
        `| ${table} | ${rows} | ${from === null ? '' : new Date(from).toISOString().slice(0, 10)} | ${to === null ? '' : new Date(to).toISOString().slice(0, 10)} |`,
    ),
    ``,
    `Names of people: ${about('pseudonym')
      .map(([name, why]) => `${name} (${why})`)
      .join('; ')}. No name, address, e-mail, IP, user agent, typed value or query is a column of any table.`,
    ``,
    `Belongs to a person through them: ${about('linked')
      .map(([name]) => name)
      .join(', ')}.`,
    ``,
    `## Necessity and proportion`,
    ``,
    `Kept for ${by.retentionDays === null ? 'an unstated time: state one with --days and run causeway privacy retain' : `${by.retentionDays} days`}. Each column’s purpose stands in the inventory${inventory.unclassified.length === 0 ? '' : `; NOT YET SETTLED, to be classified before this is signed: ${inventory.unclassified.join(', ')}`}.`,
    ``,
    `## Risks, and what bounds them`,
    ``,
    `| risk | bound | where it is held |`,
    `|---|---|---|`,
    `| money drives decisions on sensitive columns (${sensitive.join(', ')}) | caps, a hard budget, a proven person | release.actions, the budget object |`,
    ...thresholds.fairness.groups.map(
      ({ name, maxRateGap, reason }) =>
        `| the group “${name}” is treated otherwise | at most ${100 * maxRateGap} points apart; ${reason} | gate fairness-rate-${name} |`,
    ),
    `| a policy harms a group | at most ${thresholds.fairness.maxHarmCents} cents an exposure against doing nothing, beyond chance | gates fairness-harm |`,
    `| a published count is a person | no count under ${thresholds.privacy.minCell} | gate privacy-cells |`,
    `| someone stands in a release or dossier | none | gate privacy-names |`,
    `| a right is not honoured | access and erasure by pseudonym, with receipts | causeway privacy access, causeway erase, POST /v1/admin/erase |`,
    ``,
  ].join('\n');
};
