import type { Command } from 'commander';
import { learnOrExplore } from '../../turn/index.ts';
import { type CommonOptions, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import type { Study } from '../study-files.ts';
import { readStudy } from '../study-files.ts';
import { policyApply } from './policy-apply.ts';
import { policyBudget } from './policy-budget.ts';
import { policyLearn } from './policy-learn.ts';
import { policyTree } from './policy-tree.ts';

export type PolicyConfig = {
  readonly budgetId: string;
  readonly budgetCents: number;
  readonly sessionsPerTurn: number;
  readonly seed: number;
};

/**
 * The policy of a study under a budget: the same inputs and seed give the same policy, which `evaluate` relies on.
 */
export const policyOf = (study: Study, config: PolicyConfig) =>
  learnOrExplore(study.exposures, study.unexposed, {
    live: study.live,
    budget: { id: config.budgetId, capCents: config.budgetCents },
    sessionsPerTurn: config.sessionsPerTurn,
    seed: config.seed,
  });

type Options = CommonOptions & { budgetId?: string; budgetCents?: number; sessions?: number };

const learn = async (run: Run, options: Options) => {
  const study = await readStudy(run);
  const { live, exposures, unexposed } = study;
  const config: PolicyConfig = {
    budgetId: options.budgetId ?? `budget-${live.sequence + 1}`,
    budgetCents: options.budgetCents ?? live.budget.capCents,
    sessionsPerTurn: options.sessions ?? Math.max(1, exposures.n + unexposed.n),
    seed: options.seed,
  };
  run.say(
    `policy: ${exposures.n} exposures, ${config.budgetCents} cents for ${config.sessionsPerTurn} sessions`,
  );
  const { policy, chosen, note, estimate, weighed, spend, notes } = policyOf(study, config);
  run.writeJson('policy.json', { config, policy, chosen, note, estimate, weighed, spend, notes });
  run.say(`policy: ${note}`);
  return { chosen, note, estimate, spend, notes };
};

/** `causeway policy`: effects and a budget into a policy. */
export const policy = (): Command =>
  verb(
    'policy',
    'learn a policy that keeps the next budget (A10-A12, B33, B39); exploration when the log is too small',
  )
    .enablePositionalOptions()
    .addCommand(policyTree().exitOverride())
    .addCommand(policyLearn().exitOverride())
    .addCommand(policyApply().exitOverride())
    .addCommand(policyBudget().exitOverride())
    .option('--budget-id <id>', 'name of the next budget account')
    .option('--budget-cents <n>', 'the next budget; the live one by default', wholeNumber(0, 1e12))
    .option(
      '--sessions <n>',
      'sessions that it has to last for; as many as the log holds by default',
      wholeNumber(1, 1e9),
    )
    .action((options: Options) => runVerb('policy', options, (run) => learn(run, options)));
