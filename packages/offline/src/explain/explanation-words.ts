import type { DecisionExplanation } from './explain-decision.ts';

const time = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 19);
const percent = (p: number): string => `${(100 * p).toFixed(1)} %`;
const short = (digest: string): string => digest.slice(0, 12);

const MASKS: Readonly<Record<string, string>> = {
  'not-offered': 'the page could not show it',
  capped: 'it was shown as often as it may be',
  unproven: 'it is money, and the shop’s server had not vouched for the person',
  budget: 'the budget had no money for it',
  control: 'the person is in the holdout',
  'not-eligible': 'the rules of contact exclude it here',
  quiet: 'it was a quiet hour',
  excluded: 'another action excluded it',
  'too-soon': 'it came too soon after the last one',
  'too-often': 'it would have been one too many',
};

const MODES: Readonly<Record<string, string>> = {
  policy: 'by the policy',
  explore: 'by exploration',
  control: 'in the holdout',
  shadow: 'in shadow: nothing was shown',
  override: 'forced by a tester',
  fallback: 'without a release: no store could be read',
};

/** The explanation as lines that a person reads from top to bottom. */
export const explanationWords = (told: DecisionExplanation): string[] => {
  const { decision: d, choices, because, release, data, recipe, replay, entries } = told;
  const { context } = d.state;
  const lines = [
    `Decision ${d.id}`,
    `  stands in ${told.place.file}, line ${told.place.line}${told.copies > 0 ? `, and ${told.copies} more times` : ''}.`,
    `  ${time(d.at)} UTC, point ${d.point}, visit ${d.session}, pseudonym ${d.subject}${d.known ? '' : ' (a stranger)'}.`,
    '',
    'What was known',
    `  Stage ${d.state.stage}, step ${d.state.step}; ${context.cartItems} items for ${(context.cartCents / 100).toFixed(2)}; ${context.mobile ? 'mobile' : 'desktop'}.`,
    `  The chance of leaving at this step was λ = ${d.hazard.toFixed(3)}; friction so far ${d.state.total.map((v) => v.toFixed(1)).join(', ')}.`,
    '',
    'What could be done',
    ...choices.map(({ action, probability, mask, effect }) =>
      mask === null
        ? `  ${action}: drawn with probability ${percent(probability)}${effect === null ? '' : `, predicted ${effect.toFixed(0)} cents over doing nothing`}`
        : `  ${action}: not possible; ${MASKS[mask] ?? mask}`,
    ),
    '',
    'What was done',
    `  ${d.action}, drawn with probability ${percent(d.propensity)} ${MODES[d.mode] ?? d.mode}${d.granted ? '' : '; it was not granted, so the page showed nothing'}.`,
    ...(because.length === 0
      ? []
      : [
          `  Spoke for it or against it, in cents: ${because.map(({ name, cents }) => `${name} ${cents > 0 ? '+' : '−'}${Math.abs(cents).toFixed(0)}`).join(', ')}.`,
        ]),
    ...(replay === null
      ? []
      : [
          replay.same
            ? '  Made again from its record it comes out the same, to the bit.'
            : `  MADE AGAIN IT COMES OUT OTHERWISE in ${replay.fields.join(', ')}.`,
        ]),
    '',
    'What became of it',
    ...told.session
      .slice(-12)
      .map(({ at, says, place }) => `  ${time(at)}  ${says}  (${place.file}:${place.line})`),
    '',
    'Where it comes from',
  ];
  if (release === null)
    return [...lines, `  Release ${short(d.release)}: neither the registry nor the log holds it.`];
  lines.push(
    `  Release ${release.sequence}, ${release.digest}, of ${time(release.createdAt)}: ${release.note}`,
  );
  for (const { n, at, who, what, detail } of entries) {
    const facts = Object.entries(detail).map(([name, value]) => `${name} ${value}`);
    lines.push(
      `  Audit ${n}: ${time(at)} ${who} ${what}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`,
    );
  }
  if (recipe === null || data === null)
    return [...lines, '  It was not learned from data: its policy is the one that a release begins with.'];
  lines.push(
    `  Learned with seed ${recipe.seed} from ${data.lines} lines in ${data.files.length} files (data ${short(recipe.data)})${data.from === null || data.to === null ? '' : `, ${time(data.from)} to ${time(data.to)}`}.`,
    ...data.files.slice(0, 10).map(({ digest, lines: n }) => `    ${digest}  ${n} lines`),
    ...(data.files.length > 10 ? [`    .. and ${data.files.length - 10} more`] : []),
    ...(recipe.history === null || recipe.history === 'unknown'
      ? []
      : [
          `  and from the shop’s history ${short(recipe.history.digest)} as of ${time(recipe.history.asOf)}.`,
        ]),
    `  Made from: ${told.madeFrom.map(({ kind, digest }) => `${kind} ${short(digest)}`).join(', ')}.`,
    `  The same release again: causeway reproduce ${short(release.digest)}`,
  );
  return lines;
};
