import {
  type PrivateJwk,
  pageModelDigest,
  parseRelease,
  type Release,
  releaseDigest,
} from '@causeway/contract';
import { emptyPredictions, predictInto } from '../policy/index.ts';
import { type Artefact, appendAudit, type Registry } from '../registry/index.ts';
import { withWarehouse } from '../table/index.ts';
import type { LearnedRelease } from '../turn/index.ts';
import type { CandidateCase } from './candidate-case.ts';
import { gatherEvidence } from './evidence.ts';
import { type GateReport, judge, type Override } from './judge.ts';
import { measureLog } from './measure/measure-log.ts';
import type { Thresholds } from './thresholds.ts';

/** The page models of every release that a registry holds, by digest: what the log may have been written under. */
export const pageModels = (registry: Registry): Map<string, Release['page']> =>
  new Map(
    registry.list('release').map((name) => {
      const { page } = parseRelease(registry.get('release', name), `registry/release/${name}`);
      return [pageModelDigest(page), page];
    }),
  );

/** A learned candidate as a case; the warehouse is the one that it was learned from. Null when it only explores. */
export const learnedCase = async (
  learned: LearnedRelease,
  live: Release,
  from: { readonly warehouse: string; readonly registry: Registry },
): Promise<CandidateCase | null> => {
  const { release, basis, report } = learned;
  if (basis === null) return null;
  const { exposures: e } = basis;
  const predictions = emptyPredictions(e.n, release.actions.length);
  predictInto(
    predictions,
    release.policy,
    e,
    release.actions,
    Int32Array.from({ length: e.n }, (_, i) => i),
  );
  const log = await withWarehouse(from.warehouse, (warehouse) =>
    measureLog(warehouse, pageModels(from.registry)),
  );
  return { candidate: release, live, ...basis, effects: predictions.effects, log, dossier: report };
};

/** Keeps evidence, thresholds and report, and says in the audit log how it went: `pass`, `override` (who let what go, and why), or `refuse`. */
export const keepGates = async (
  registry: Registry,
  given: { readonly evidence: unknown; readonly thresholds: Thresholds; readonly report: GateReport },
  by: { readonly at: number; readonly who: string; readonly signer: PrivateJwk | null },
): Promise<string> => {
  const { report } = given;
  const artefacts: Artefact[] = [
    { kind: 'evidence', name: registry.put('evidence', given.evidence) },
    { kind: 'thresholds', name: registry.put('thresholds', given.thresholds) },
    { kind: 'gates', name: registry.put('gates', report) },
    { kind: 'release', name: report.candidate },
  ];
  const detail = {
    refused: report.refused.join(', '),
    ...Object.fromEntries(
      report.overrides.map(({ gate, by: name, reason }) => [`override ${gate}`, `${name}: ${reason}`]),
    ),
  };
  const what = report.refused.length === 0 ? 'pass' : report.passed ? 'override' : 'refuse';
  await appendAudit(registry, { at: by.at, who: by.who, what, detail, artefacts }, by.signer);
  return artefacts[2]?.name as string;
};

/**
 * Measures, judges and keeps the report of a candidate that a turn has learned. Null when the candidate only explores: it claims nothing, and the edge's
 * hard cap bounds what it gives away; the audit log says so.
 */
export const gateLearned = async (
  learned: LearnedRelease,
  live: Release,
  input: {
    readonly warehouse: string;
    readonly registry: Registry;
    readonly thresholds: Thresholds;
    /** lets every gate that refuses go, by this name and for this reason */
    readonly override?: Pick<Override, 'by' | 'reason'>;
    readonly at: number;
    readonly who: string;
    readonly signer?: PrivateJwk;
    readonly clock: () => number;
  },
): Promise<GateReport | null> => {
  const { registry, thresholds, at, who, signer = null } = input;
  const found = await learnedCase(learned, live, input);
  if (found === null) {
    const artefacts = [{ kind: 'release', name: releaseDigest(learned.release) }];
    await appendAudit(
      registry,
      { at, who, what: 'explore', detail: { note: learned.release.note }, artefacts },
      signer,
    );
    return null;
  }
  const evidence = gatherEvidence(found, thresholds, input.clock);
  const { refused } = judge(evidence, thresholds);
  const { override } = input;
  const overrides =
    override === undefined ? [] : refused.map((gate): Override => ({ gate, ...override, at }));
  const report = judge(evidence, thresholds, overrides);
  await keepGates(registry, { evidence, thresholds, report }, { at, who, signer });
  return report;
};
