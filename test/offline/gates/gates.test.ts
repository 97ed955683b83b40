import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import {
  KINDS,
  PLANTED,
  plantedCandidate,
  SPOILING,
  spoiledLog,
} from '../../../bench/gates/planted-candidates.ts';
import {
  checkAssignment,
  checkIntegrity,
  checkLeakage,
  checkThresholds,
  gatherEvidence,
  judge,
  keepGates,
  readThresholds,
} from '../../../packages/offline/src/gates/index.ts';
import { openRegistry, readAudit, verifyRegistry } from '../../../packages/offline/src/registry/index.ts';
import { requireGates } from '../../../packages/offline/src/release/index.ts';
import { temporaryFolder } from '../support/study.ts';

const path = createRequire(import.meta.url).resolve('@causeway/offline/gates.json');
const thresholds = readThresholds(path);
const judged = async (kind: string) => {
  const evidence = gatherEvidence(await plantedCandidate(kind, 1, 900), thresholds, () => 0);
  return { evidence, report: judge(evidence, thresholds) };
};

describe('the gates', () => {
  for (const kind of KINDS.filter((name) => name !== 'good' && !SPOILING.includes(name)))
    it(`stop a candidate with ${kind}, by the right gate`, async () => {
      const { report } = await judged(kind);
      expect(report.passed).toBe(false);
      expect(report.refused.filter((gate) => PLANTED[kind]?.includes(gate))).not.toEqual([]);
    });

  it('see in the log alone what spoils it, and nothing in one that is sound', () => {
    const seen = (kind: string) => {
      const { exposures: e } = spoiledLog(kind, 2, 3000);
      const { odd, largestPerson } = checkIntegrity(e, thresholds.integrity.maxRevenueToCart);
      return {
        'leakage-column': checkLeakage(e, null).strongest.auc > thresholds.leakage.maxColumnAuc,
        assignment: checkAssignment(e).p < thresholds.assignment.minP,
        'integrity-orders': odd > thresholds.integrity.maxOddShare,
        'integrity-person': largestPerson > thresholds.integrity.maxLargestPerson,
      };
    };
    const names = (kind: string) =>
      Object.entries(seen(kind)).flatMap(([gate, refused]) => (refused ? [gate] : []));
    expect(names('good')).toEqual([]);
    for (const kind of SPOILING) expect(PLANTED[kind]).toContain(names(kind)[0]);
  });

  it('let a good one pass; an override lets a bad one go, under a name that stays', async () => {
    const folder = temporaryFolder();
    const registry = openRegistry(folder.path);
    const by = { at: 1, who: 'test', signer: null };
    const good = await judged('good');
    expect(good.report.refused.filter((gate) => gate !== 'value')).toEqual([]);
    const bad = await judged('stale-features');
    const release = registry.put('release', (await plantedCandidate('stale-features', 1, 900)).candidate);
    await keepGates(registry, { ...bad, thresholds }, by);
    expect(() => requireGates(registry, release)).toThrow(/the gates refused it: .*freshness-history/);
    const overrides = bad.report.refused.map((gate) => ({
      gate,
      by: 'ana',
      reason: 'the history was checked by hand',
      at: 2,
    }));
    const report = judge(bad.evidence, thresholds, overrides);
    expect(report.passed).toBe(true);
    expect(report.refused).toEqual(bad.report.refused);
    await keepGates(registry, { evidence: bad.evidence, thresholds, report }, by);
    requireGates(registry, release);
    expect(readAudit(registry).at(-1)).toMatchObject({
      what: 'override',
      detail: { 'override freshness-history': 'ana: the history was checked by hand' },
    });
    expect((await verifyRegistry(registry)).faults).toEqual([]);
    folder.remove();
  });

  it('refuse thresholds that are not whole', () => {
    expect(() => readThresholds('/nowhere.json')).toThrow(/cannot be read as JSON/);
    expect(() => checkThresholds({ ...thresholds, value: { toleranceShare: 2 } }, 'gates')).toThrow(
      /toleranceShare.*0 to 1/,
    );
    expect(() => checkThresholds({ ...thresholds, more: 1 }, 'gates')).toThrow(/gates.more/);
  });
});
