import { writeFileSync } from 'node:fs';
import { canonicalJson, Fault, parseRelease } from '@causeway/contract';
import type { Command } from 'commander';
import { dossierHtml } from '../../dossier/index.ts';
import { evaluatePolicy } from '../../evaluate/index.ts';
import { allRows, choosePrecisions, crossFitScores, groupFolds, orderOutcome } from '../../nuisance/index.ts';
import { policyOn } from '../../policy/index.ts';
import { candidateRelease } from '../candidate-release.ts';
import { type CommonOptions, verb } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { studyDossier } from '../study-dossier.ts';
import { readStudy, type Study } from '../study-files.ts';
import { evaluateExport } from './evaluate-export.ts';
import { evaluateOpe } from './evaluate-ope.ts';
import { evaluateSessions } from './evaluate-sessions.ts';
import { evaluateUplift } from './evaluate-uplift.ts';
import { type PolicyConfig, policyOf } from './policy.ts';

const FOLDS = 5;

/**
 * The candidate that `policy` made, by people that its models did not see; the policy must come out again to the bit.
 */
const ofCandidate = async (run: Run) => {
  const study = await readStudy(run);
  const made = run.readJson('policy.json', 'policy') as { config: PolicyConfig; policy: unknown };
  const again = policyOf(study, made.config);
  if (canonicalJson(again.policy) !== canonicalJson(made.policy)) {
    throw new Fault(
      'bad-input',
      'policy.json',
      'the policy does not come out again from this data: run policy again',
    );
  }
  const evaluation = { estimate: again.estimate, policy: again.report, notes: again.notes };
  run.writeJson('evaluation.json', evaluation);
  const release = candidateRelease(run, study, study.live.createdAt);
  const html = dossierHtml(studyDossier(run, study, release, again, made.config));
  writeFileSync(run.output('dossier.html'), html);
  return { estimate: again.estimate, verdict: again.report?.verdict ?? again.note };
};

/** A release that exists, as a fixed policy, on this log. Honest only when this log had no part in making it. */
const ofRelease = async (run: Run, path: string, seed: number) => {
  const release = parseRelease(run.readOwn('release', path), path);
  const study: Study = await readStudy(run);
  const { exposures, unexposed, live } = study;
  const precisions = choosePrecisions(exposures, allRows(exposures.n), live.actions.length);
  const scores = crossFitScores(
    exposures,
    groupFolds(exposures.subject, FOLDS, seed),
    orderOutcome(live.actions, precisions),
  );
  const report = evaluatePolicy({
    exposures,
    unexposed,
    scores,
    policy: policyOn(release.policy, exposures, release.actions),
    bestConstant: new Int32Array(exposures.n),
    method: 'a fixed policy; honest if this log had no part in making it',
    learnedHere: false,
  });
  run.writeJson('evaluation-of-release.json', {
    estimate: { name: 'dr-fixed', ...report.learned },
    policy: report,
  });
  return { estimate: { name: 'dr-fixed', ...report.learned }, gains: report.gains, support: report.support };
};

/**
 * `causeway evaluate`: what the candidate, or any release, is worth by the log, with intervals; refuses without
 * support.
 */
export const evaluate = (): Command =>
  verb(
    'evaluate',
    'value of the candidate with intervals (A14-A16, B38) and its dossier; refuses when support is missing',
  )
    .enablePositionalOptions()
    .addCommand(evaluateOpe().exitOverride())
    .addCommand(evaluateExport().exitOverride())
    .addCommand(evaluateSessions().exitOverride())
    .addCommand(evaluateUplift().exitOverride())
    .option('--release <file>', 'evaluate this release as a fixed policy instead of the candidate')
    .action((options: CommonOptions & { release?: string }) =>
      runVerb('evaluate', options, (run) =>
        options.release === undefined ? ofCandidate(run) : ofRelease(run, options.release, options.seed),
      ),
    );
