import { fileURLToPath } from 'node:url';
import { Fault, pageModelDigest } from '@causeway/contract';
import type { Command } from 'commander';
import { loadPersonPeriods } from '../../features/index.ts';
import {
  type Evidence,
  type GateReport,
  gatherEvidence,
  judge,
  keepGates,
  measureLog,
  type Override,
  pageModels,
  readThresholds,
  type Thresholds,
} from '../../gates/index.ts';
import { emptyPredictions, predictInto } from '../../policy/index.ts';
import { openRegistry, type Registry, readAudit } from '../../registry/index.ts';
import { candidateRelease } from '../candidate-release.ts';
import { type CommonOptions, verb } from '../options.ts';
import { heldRegistry, readSigner, registryFolder } from '../registry-of.ts';
import { type Run, runVerb } from '../run.ts';
import { studyDossier } from '../study-dossier.ts';
import { readStudy } from '../study-files.ts';
import { type PolicyConfig, policyOf } from './policy.ts';

/** The thresholds that this version ships with. */
export const THRESHOLDS = fileURLToPath(new URL('../../../gates.json', import.meta.url));

type Options = CommonOptions & {
  release?: string;
  registry?: string;
  thresholds: string;
  override?: string[];
  by?: string;
  reason?: string;
  keys?: string;
};

/** The candidate of DIR's verbs, measured; its release and dossier are kept. */
const ofStudy = async (run: Run, registry: Registry, thresholds: Thresholds): Promise<Evidence> => {
  const study = await readStudy(run);
  const { config } = run.readJson('policy.json', 'policy') as { config: PolicyConfig };
  const learned = policyOf(study, config);
  if (learned.basis === null)
    throw new Fault(
      'no-support',
      'policy',
      `the candidate only explores and claims nothing, so no gate can judge it: ${learned.note}`,
    );
  const release = candidateRelease(run, study, Date.now());
  const dossier = studyDossier(run, study, release, learned, config);
  registry.put('release', study.live);
  registry.put('release', release);
  registry.put('dossier', dossier);
  const { exposures: e, unexposed, live, page, profiles } = study;
  const predictions = emptyPredictions(e.n, release.actions.length);
  predictInto(
    predictions,
    release.policy,
    e,
    release.actions,
    Int32Array.from({ length: e.n }, (_, i) => i),
  );
  const models = new Map([...pageModels(registry), [pageModelDigest(page), page] as const]);
  const [log, periods] = await run.warehouse(async (warehouse) => [
    await measureLog(warehouse, models),
    await loadPersonPeriods(warehouse, profiles === undefined ? {} : { profiles }),
  ]);
  const found = {
    candidate: release,
    live,
    exposures: e,
    unexposed,
    ...learned.basis,
    effects: predictions.effects,
    periods,
    log,
    historyAsOf: null,
    allowedPerSession: learned.spend.allowedPerSession,
    dossier,
  };
  return gatherEvidence(found, thresholds, () => performance.now());
};

/** The newest evidence of a release, or of the newest one. */
const kept = (registry: Registry, begin: string | undefined): Evidence => {
  const release = begin === undefined ? null : registry.find(begin);
  if (begin !== undefined && release?.kind !== 'release')
    throw new Fault('not-found', registry.root, `it holds no release ${begin}`);
  const all = readAudit(registry).flatMap((entry) =>
    entry.artefacts.filter(({ kind }) => kind === 'evidence'),
  );
  const found = all
    .map(({ name }) => registry.get('evidence', name) as Evidence)
    .filter(({ candidate }) => release === null || candidate === release.name)
    .at(-1);
  if (found === undefined)
    throw new Fault('not-found', registry.root, `it holds no evidence of ${begin ?? 'any release'}`);
  return found;
};

const show = (run: Run, report: GateReport): void => {
  const let_ = new Set(report.overrides.map(({ gate }) => gate));
  for (const { gate, measured, allowed, outcome, says } of report.gates) {
    const mark = outcome === 'refused' ? (let_.has(gate) ? 'OVERRIDDEN' : 'REFUSED') : outcome;
    run.say(
      `  ${mark.padEnd(10)} ${gate}: ${measured === null ? 'nothing to measure' : Number(measured.toPrecision(4))}, ${allowed} (${says})`,
    );
  }
};

/** `causeway gate`: may this candidate go on? Refuses with the gate, the number and the bound. */
export const gate = (): Command =>
  verb(
    'gate',
    'hold a candidate to the thresholds of gates.json; the report, and any override, is kept for ever',
  )
    .option(
      '--release <digest>',
      "judge the registry's evidence of this release; else DIR's candidate, or the newest evidence",
    )
    .option('--registry <folder>', 'the registry; DIR/registry or the loop’s own by default')
    .option('--thresholds <file>', 'the bounds', THRESHOLDS)
    .option('--override <gates...>', 'let these gates go; needs --by and --reason')
    .option('--by <name>', 'who overrides')
    .option('--reason <text>', 'why')
    .option('--keys <file>', 'JSON with releaseSigner, to sign the entry')
    .action((options: Options) =>
      runVerb('gate', options, async (run) => {
        const thresholds = readThresholds(run.note('thresholds', options.thresholds));
        const { override: names = [], by, reason } = options;
        if (names.length > 0 && (!by?.trim() || !reason?.trim()))
          throw new Fault('bad-input', 'override', 'an override needs a name (--by) and a reason (--reason)');
        const at = Date.now();
        const fromStudy = options.release === undefined && run.readJsonIf('policy.json') !== null;
        const registry = fromStudy
          ? openRegistry(registryFolder(options.dir, options.registry))
          : heldRegistry(options.dir, options.registry);
        const evidence = fromStudy
          ? await ofStudy(run, registry, thresholds)
          : kept(registry, options.release);
        const overrides = names.map(
          (gate): Override => ({ gate, by: by as string, reason: reason as string, at }),
        );
        const report = judge(evidence, thresholds, overrides);
        const foreign = names.find((name) => !report.gates.some(({ gate }) => gate === name));
        if (foreign !== undefined)
          throw new Fault(
            'bad-input',
            'override',
            `there is no gate ${foreign}; there are ${report.gates.map(({ gate }) => gate).join(', ')}`,
          );
        const name = await keepGates(
          registry,
          { evidence, thresholds, report },
          { at, who: by ?? 'causeway gate', signer: readSigner(options.keys) },
        );
        run.writeJson('gates.json', report);
        show(run, report);
        run.say(
          `gate: ${report.passed ? 'passed' : 'REFUSED'} ${report.candidate.slice(0, 12)}; report ${name}`,
        );
        if (!report.passed) {
          const first = report.gates.find(
            ({ gate, outcome }) => outcome === 'refused' && !names.includes(gate),
          );
          throw new Fault(
            'bad-release',
            first?.gate ?? 'gates',
            `got ${first?.measured}, allowed is ${first?.allowed}: ${first?.says}; refused by ${report.refused.join(', ')}`,
          );
        }
        return {
          passed: report.passed,
          refused: report.refused,
          overrides: report.overrides,
          report: name,
          release: report.candidate,
        };
      }),
    );
