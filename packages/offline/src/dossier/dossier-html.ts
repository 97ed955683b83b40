import { histogram } from '../evaluate/index.ts';
import { ASSUMES, WRONG_IF } from './assumptions.ts';
import { calibrationChart, histogramChart, type Range, rangeChart } from './charts.ts';
import type { DossierData } from './dossier-data.ts';
import { frictionSection } from './friction-section.ts';
import { escapeHtml, figure, list, page, section, table } from './page.ts';

/** Cents with one decimal and groups of three digits. */
const cents = (x: number): string => {
  const [whole, part] = Math.abs(x).toFixed(1).split('.') as [string, string];
  return `${x < 0 ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${part} ¢`;
};
const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
const between = (x: { low: number; high: number }): string =>
  `95 %: ${x.low.toFixed(1)} to ${x.high.toFixed(1)}`;
const range = (name: string, x: { value: number; low: number; high: number }, strong = false): Range => ({
  name,
  value: x.value,
  low: x.low,
  high: x.high,
  strong,
});

/** One page that says what a release is worth and why: values, effects, calibration, overlap, budget, and what they rest on. */
export const dossierHtml = (data: DossierData): string => {
  const { release } = data;
  const body = [
    heading(data),
    figures(data),
    values(data),
    effects(data),
    overlap(data),
    hazard(data),
    ...(data.friction ? [frictionSection(data.friction)] : []),
    budget(data),
    rests(data),
    `<footer>Release ${release.digest}<br>follows ${release.live}; seed ${data.seed}; estimate ${escapeHtml(data.estimate.name)}</footer>`,
  ];
  return page(`Release ${release.sequence}: dossier`, body.join('\n'));
};

const heading = ({ release, policy, chosen, note }: DossierData): string => {
  const day = new Date(release.createdAt).toISOString().slice(0, 10);
  const method =
    policy === null
      ? note
      : `${policy.exposures} decisions in ${policy.sessions} sessions. Values are ${policy.method}.`;
  return `<header><p class="over">Release ${release.sequence} · ${day} · ${escapeHtml(chosen)}</p>
<h1>${escapeHtml(policy?.verdict ?? 'The log is too small to learn from; this release explores.')}</h1>
<p class="under">${escapeHtml(method)}</p></header>`;
};

const figures = ({ policy, estimate, budget: b }: DossierData): string => {
  const spend = b.spendPerSession === null ? 'unknown' : cents(b.spendPerSession);
  const cells = [figure('Value a session', cents(estimate.value), between(estimate))];
  if (policy !== null) {
    cells.push(
      figure('Over doing nothing', cents(policy.gains.overControl.value), between(policy.gains.overControl)),
      figure(
        'Over the best single arm',
        cents(policy.gains.overBestConstant.value),
        between(policy.gains.overBestConstant),
      ),
    );
  }
  cells.push(figure('Incentives a session', spend, `allowed ${cents(b.allowedPerSession)}`));
  return `<dl>${cells.join('')}</dl>`;
};

const values = ({ policy, weighed }: DossierData): string => {
  if (policy === null) return '';
  const { learned, control, bestConstant, logging, estimators, abandonment } = policy;
  const chart = rangeChart(
    [
      range('This policy', learned, true),
      range(`Best single arm`, bestConstant),
      range('Doing nothing', control),
      range('What wrote the log', logging),
      range('This policy by IPS', estimators.ips),
      range('This policy by SNIPS', estimators.snips),
    ],
    {
      label: 'net margin, cents a session',
      reference: control.value,
      title: 'Values of policies with intervals',
    },
  );
  const best = [...weighed].sort((a, b) => b.belief.mean - a.belief.mean).slice(0, 6);
  const candidates = table(
    ['Candidate', 'scores', 'error', 'believed', 'error ', 'multiplier'],
    best.map((w) => [
      w.name,
      w.gain.value.toFixed(1),
      w.gain.standardError.toFixed(1),
      w.belief.mean.toFixed(1),
      w.belief.error.toFixed(1),
      w.multiplier.toFixed(2),
    ]),
  );
  const left = `Without an order end ${percent(abandonment.learned.value)} of sessions under this policy, ${percent(abandonment.control.value)} under doing nothing, ${percent(abandonment.logged.value)} as logged.`;
  return section(
    'Is it worth publishing?',
    `Best single arm for everyone, chosen without the evaluated fold: ${bestConstant.actions.join(', ')}. ${left}`,
    `${chart}<h3>Candidates, gain in cents an asked session over doing nothing</h3>${candidates}`,
  );
};

const effects = ({ averages }: DossierData): string => {
  if (averages.length === 0) return '';
  const ranges = averages.map((a) => range(a.action, a.effect, a.effect.low > 0 || a.effect.high < 0));
  return section(
    'What each action does on average',
    'Effect on net margin in cents an asked session, over those who may get it, against doing nothing. Filled: distinguishable from zero.',
    rangeChart(ranges, {
      label: 'cents an asked session',
      reference: 0,
      title: 'Average effects of actions with intervals',
    }),
  );
};

const overlap = ({ policy, propensities, truncation }: DossierData): string => {
  if (policy === null) return '';
  const { support } = policy;
  const { weights } = policy;
  // The few largest go to the last bin, so that the many small ones can be seen.
  const top = Math.max(
    2,
    Math.ceil([...weights].sort((a, b) => a - b)[Math.floor(0.99 * weights.length)] ?? 2),
  );
  const charts = [
    histogramChart(histogram(propensities, 0, 1, 25), {
      label: 'logged probability of what was shown',
      title: 'Propensities',
    }),
    histogramChart(histogram(weights, 0, top, 25), {
      label: 'weight π/μ (largest in the last bin)',
      title: 'Importance weights',
      reference: 1,
    }),
  ];
  const cut =
    truncation === null
      ? ''
      : ` ${truncation.cut} inverse propensities were cut at ${truncation.cap}; the largest was ${truncation.largest.toFixed(1)}.`;
  const { low, high, value } = support.meanWeight;
  return section(
    'Does the log speak about this policy?',
    `Effective sample size ${support.effectiveSampleSize.toFixed(0)} of ${support.rows}; the mean weight, one when nothing is missing, is ${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}); the largest holds ${percent(support.largestShare)} of the sum.${cut}`,
    `<div class="pair">${charts.join('')}</div>${table(
      ['Action', 'open', 'shown', 'least p', 'mean p', 'effective size'],
      policy.overlap.map((o) => [
        o.action,
        `${o.open}`,
        `${o.shown}`,
        o.leastPropensity.toFixed(3),
        o.meanPropensity.toFixed(3),
        o.effectiveSampleSize.toFixed(0),
      ]),
    )}`,
  );
};

/** The form of λ, and what each form lost on the folds that chose it. */
const formTable = ({ hazardForm }: DossierData): string => {
  if (!hazardForm || hazardForm.trials.length === 0) return '';
  const rows = hazardForm.trials.map(({ name, logLoss, gain }) => [
    name === hazardForm.form ? `${name} (published)` : name,
    logLoss.toFixed(5),
    `${gain.value.toFixed(5)} [${gain.low.toFixed(5)}, ${gain.high.toFixed(5)}]`,
  ]);
  return table(['Form of the hazard', 'log-loss on the folds', 'gain over linear, a step'], rows);
};

const hazard = (data: DossierData): string => {
  const { hazard: h, embedding } = data;
  if (h === null) return '';
  const chart = calibrationChart(
    h.calibration.map(({ predicted, observed }) => ({
      predicted,
      observed: observed.value,
      low: Math.max(0, observed.low),
      high: observed.high,
    })),
    'Calibration of the hazard',
  );
  const rows = [
    ['Log-loss', h.logLoss.value.toFixed(4), `${h.logLoss.low.toFixed(4)} to ${h.logLoss.high.toFixed(4)}`],
    ['Log-loss of the plain share', h.baseLogLoss.toFixed(4), ''],
    ['AUC', h.auc.value.toFixed(3), `${h.auc.low.toFixed(3)} to ${h.auc.high.toFixed(3)}`],
    ['Brier', h.brier.value.toFixed(4), `${h.brier.low.toFixed(4)} to ${h.brier.high.toFixed(4)}`],
    ['Calibration error', h.ece.value.toFixed(4), `${h.ece.low.toFixed(4)} to ${h.ece.high.toFixed(4)}`],
  ];
  const z =
    embedding === null
      ? 'No customer history: z is 0 for everyone.'
      : `z comes from the history of ${embedding.customers} customers; label loss held out ${embedding.heldOutLoss.toFixed(3)}, plain shares ${embedding.baseLoss.toFixed(3)}.`;
  return section(
    'Does λ mean what it says?',
    `Fitted on ${h.trainRows} steps, measured on the ${h.testRows} that came later. ${z}`,
    `<div class="pair">${chart}${table(['On later sessions', 'value', '95 %'], rows)}</div>${formTable(data)}`,
  );
};

const budget = ({ budget: b }: DossierData): string => {
  const planned = b.spendPerSession === null ? null : b.spendPerSession * b.sessions;
  const share = planned === null ? 0 : Math.min(1, planned / Math.max(1, b.capCents));
  const text =
    planned === null
      ? 'Spend under uniform exploration is bounded by the hard cap alone.'
      : `Planned ${cents(planned)} of a hard cap of ${cents(b.capCents)} for ${b.sessions} sessions (at most ${percent(b.safety)} may be planned). Shadow price of a cent: ${b.multiplier.toFixed(2)}.`;
  return section(
    'What may it spend?',
    text,
    `<div class="meter" role="img" aria-label="${percent(share)} of the cap planned"><span style="width:${(100 * share).toFixed(1)}%"></span></div>`,
  );
};

const rests = ({ notes }: DossierData): string =>
  section(
    'What this rests on',
    'An estimate is a claim with conditions. These are its conditions.',
    `${notes.length === 0 ? '' : `<h3>Of this turn</h3>${list(notes)}`}<h3>It assumes</h3>${list(ASSUMES)}<h3>It would be wrong if</h3>${list(WRONG_IF)}`,
  );
