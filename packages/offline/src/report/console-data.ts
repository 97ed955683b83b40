import type { DossierData } from '../dossier/index.ts';
import type { Evidence, GateReport, ScenarioReport } from '../gates/index.ts';
import type { Alert } from '../monitor/index.ts';
import { type AuditEntry, type Registry, readAudit, verifyRegistry } from '../registry/index.ts';
import type { FrictionPlace } from './friction-map.ts';

/** Everything that a console shows, in one file. Money in cents; times in ms. */
export type ConsoleData = {
  readonly kind: 'console';
  readonly version: 1;
  readonly at: number;
  /** every release that was proposed or published, oldest first */
  readonly timeline: readonly {
    readonly release: string;
    readonly sequence: number;
    readonly note: string;
    readonly createdAt: number;
    readonly state: 'live' | 'was live' | 'rolled back' | 'refused' | 'candidate';
    /** value a session with its interval, as its dossier says */
    readonly estimate: DossierData['estimate'] | null;
    readonly gates: {
      readonly passed: boolean;
      readonly refused: readonly string[];
      readonly overrides: GateReport['overrides'];
    } | null;
  }[];
  /** of the newest release that has them */
  readonly newest: {
    readonly dossier: DossierData | null;
    readonly evidence: Evidence | null;
    readonly gates: GateReport | null;
    /** of the newest candidate that was tried in other worlds; of several reports the one that broke most */
    readonly scenarios: ScenarioReport | null;
  };
  readonly frictionMap: readonly FrictionPlace[];
  readonly alerts: readonly Alert[];
  /** the last monitor run, as `causeway monitor` wrote it */
  readonly monitor: unknown;
  readonly audit: {
    readonly entries: readonly AuditEntry[];
    readonly faults: readonly { readonly path: string; readonly what: string }[];
    readonly head: { readonly n: number; readonly digest: string } | null;
  };
};

type Timeline = ConsoleData['timeline'][number];

const stateOf = (name: string, entries: readonly AuditEntry[]): Timeline['state'] => {
  const own = entries.filter(({ artefacts }) => artefacts.some((artefact) => artefact.name === name));
  const moves = entries.filter(({ what }) => what === 'publish' || what === 'rollback');
  const last = moves.at(-1);
  const liveNow = last?.what === 'rollback' ? last.detail.to : last?.artefacts[0]?.name;
  if (liveNow === name) return 'live';
  if (own.some(({ what, detail }) => what === 'rollback' && detail.to !== name)) return 'rolled back';
  if (own.some(({ what }) => what === 'publish')) return 'was live';
  return own.some(({ what }) => what === 'refuse') ? 'refused' : 'candidate';
};

const worstScenarios = (
  reports: readonly ScenarioReport[],
  timeline: readonly Timeline[],
): ScenarioReport | null => {
  const newest = timeline
    .filter(({ release }) => reports.some(({ candidate }) => candidate === release))
    .at(-1);
  const broken = ({ results }: ScenarioReport): number =>
    results.filter(({ breaks }) => breaks.length > 0).length;
  return reports
    .filter(({ candidate }) => candidate === newest?.release)
    .reduce<ScenarioReport | null>(
      (worst, one) => (worst === null || broken(one) > broken(worst) ? one : worst),
      null,
    );
};

/** Gathers a registry's story. `alerts`, `monitor` and `frictionMap` come from the study's folder. */
export const consoleData = async (
  registry: Registry,
  from: {
    readonly at: number;
    readonly alerts: readonly Alert[];
    readonly monitor: unknown;
    readonly frictionMap: readonly FrictionPlace[];
  },
): Promise<ConsoleData> => {
  const entries = readAudit(registry);
  const all = <T>(kind: string): T[] => registry.list(kind).map((name) => registry.get(kind, name) as T);
  const dossiers = new Map(all<DossierData>('dossier').map((dossier) => [dossier.release.digest, dossier]));
  // Of several reports on one release the newest entry's counts.
  const reports = new Map<string, GateReport>();
  for (const { artefacts } of entries)
    for (const { kind, name } of artefacts) {
      if (kind !== 'gates' || !registry.list('gates').includes(name)) continue;
      const report = registry.get('gates', name) as GateReport;
      reports.set(report.candidate, report);
    }
  const evidences = new Map(all<Evidence>('evidence').map((evidence) => [evidence.candidate, evidence]));
  const timeline = registry
    .list('release')
    .map((name): Timeline => {
      const { sequence, note, createdAt } = registry.get('release', name) as {
        sequence: number;
        note: string;
        createdAt: number;
      };
      const report = reports.get(name);
      return {
        release: name,
        sequence,
        note,
        createdAt,
        state: stateOf(name, entries),
        estimate: dossiers.get(name)?.estimate ?? null,
        gates:
          report === undefined
            ? null
            : { passed: report.passed, refused: report.refused, overrides: report.overrides },
      };
    })
    .sort((a, b) => a.sequence - b.sequence || a.createdAt - b.createdAt);
  const told = timeline.filter(({ release }) => dossiers.has(release)).at(-1)?.release ?? '';
  const { faults, head } = await verifyRegistry(registry);
  return {
    kind: 'console',
    version: 1,
    at: from.at,
    timeline,
    newest: {
      dossier: dossiers.get(told) ?? null,
      evidence: evidences.get(told) ?? null,
      gates: reports.get(told) ?? null,
      scenarios: worstScenarios(all<ScenarioReport>('scenarios'), timeline),
    },
    frictionMap: from.frictionMap,
    alerts: from.alerts,
    monitor: from.monitor,
    audit: { entries, faults, head },
  };
};
