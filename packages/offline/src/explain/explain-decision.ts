import type { Action, DecisionRecord, Release } from '@causeway/contract';
import { encodeState, parseRelease, policyOf, rebuildState, STATE_NAMES } from '@causeway/contract';
import {
  type AuditEntry,
  type DataVersion,
  type Registry,
  readAudit,
  readLineage,
} from '../registry/index.ts';
import { replayRecord } from '../replay/index.ts';
import type { Recipe } from '../turn/index.ts';
import { type FoundDecision, findDecision, type Place } from './find-decision.ts';

/** One decision from its log line to its training data, as JSON; `words` tells the same to a person. */
export type DecisionExplanation = {
  readonly decision: DecisionRecord;
  readonly place: Place;
  readonly copies: number;
  /** does it come out again, and if not, in which fields it differs; null when its release is not at hand */
  readonly replay: { readonly same: boolean; readonly fields: readonly string[] } | null;
  readonly choices: readonly {
    readonly action: string;
    readonly probability: number;
    readonly mask: string | null;
    /** predicted cents over doing nothing, and expected incentive cents */
    readonly effect: number | null;
    readonly cost: number | null;
  }[];
  /** what in the state spoke for the drawn action, largest first: cents */
  readonly because: readonly { readonly name: string; readonly cents: number }[];
  readonly session: readonly {
    readonly kind: string;
    readonly at: number;
    readonly says: string;
    readonly place: Place;
  }[];
  readonly release: {
    readonly digest: string;
    readonly sequence: number;
    readonly note: string;
    readonly createdAt: number;
  } | null;
  readonly entries: readonly AuditEntry[];
  /** what the release was made from; `data` are the raw files, by bytes */
  readonly madeFrom: readonly { readonly kind: string; readonly digest: string }[];
  readonly recipe: Recipe | null;
  readonly data: DataVersion | null;
};

const says = ({ line }: FoundDecision['session'][number]): string => {
  switch (line.kind) {
    case 'step':
      return `step ${line.step} in ${line.stage} closed by ${line.closedBy}; friction ${line.index.toFixed(2)}, λ ${line.hazard.toFixed(3)}`;
    case 'asked':
      return `the page asked at ${line.point}: ${line.result} in ${Math.round(line.tookMs)} ms`;
    case 'action':
      return `the action was ${line.event}`;
    case 'outcome':
      return `the shop reported ${line.type}: revenue ${line.revenueCents}, margin ${line.marginCents} cents`;
    case 'end':
      return `the visit ended: ${line.end}`;
    default:
      return `${line.kind}`;
  }
};

/** τ_k(s) and c_k(s) as the linear part of the release's policy has them, and what each coordinate brings to the drawn action. */
const reasons = (record: DecisionRecord, release: Release) => {
  const profile = { z: record.z, spread: record.spread };
  const x = encodeState(rebuildState(release.page, profile, record.state));
  const policy = policyOf(release, record.arms);
  const product = (rows: readonly number[][], k: number) =>
    (rows[k] ?? []).reduce((sum, w, j) => sum + w * (x[j] as number), 0);
  const drawn = release.actions.findIndex(({ id }: Action) => id === record.action);
  const because = (policy.effect[drawn] ?? [])
    .map((w, j) => ({ name: STATE_NAMES[j] as string, cents: w * (x[j] as number) }))
    .filter(({ cents }) => Math.abs(cents) > 0.5)
    .sort((a, b) => Math.abs(b.cents) - Math.abs(a.cents))
    .slice(0, 8);
  return {
    because,
    effect: (k: number) => product(policy.effect, k),
    cost: (k: number) => product(policy.cost, k),
  };
};

/**
 * Explains one logged decision: what was known, allowed, likely and drawn; what became of it; whether it comes out again to equal bits; and the
 * chain from its release by lineage to the raw files that it learned from. `registry` null explains from the log and `releases` alone.
 */
export const explainDecision = async (
  begin: string,
  from: {
    readonly logs: readonly string[];
    readonly registry: Registry | null;
    readonly releases: ReadonlyMap<string, Release>;
    readonly drawKey: Uint8Array | null;
  },
): Promise<DecisionExplanation> => {
  const { registry } = from;
  const found = await findDecision(from.logs, begin);
  const { record } = found;
  const name = record.release;
  const kept = registry?.list('release').includes(name) === true;
  const release = kept
    ? parseRelease(registry.get('release', name), 'registry')
    : (from.releases.get(name) ?? null);
  const why = release === null ? null : reasons(record, release);
  const again =
    release === null || record.mode === 'fallback'
      ? null
      : replayRecord(record, release, { drawKey: from.drawKey });
  const lineage = registry === null ? null : readLineage(registry);
  const madeFrom = lineage?.all(name, 'from') ?? [];
  const one = (kind: string) => madeFrom.find((artefact) => artefact.kind === kind);
  // The nearest recipe is the release's own: those behind it made the releases before.
  const recipe = one('recipe');
  const made = recipe === undefined ? null : (registry?.get('recipe', recipe.name) as Recipe);
  return {
    decision: record,
    place: found.place,
    copies: found.copies.length,
    replay: again === null ? null : { same: again.length === 0, fields: again },
    choices: record.actions.map((action, k) => ({
      action,
      probability: record.distribution[k] as number,
      mask: record.masks[action] ?? null,
      effect: why?.effect(k) ?? null,
      cost: why?.cost(k) ?? null,
    })),
    because: why?.because ?? [],
    session: found.session.map((one) => ({
      kind: one.line.kind,
      at: one.line.at,
      says: says(one),
      place: one.place,
    })),
    release:
      release === null
        ? null
        : { digest: name, sequence: release.sequence, note: release.note, createdAt: release.createdAt },
    entries:
      registry === null
        ? []
        : readAudit(registry).filter((entry) => entry.artefacts.some((a) => a.name === name)),
    madeFrom: madeFrom.filter(({ kind }) => kind !== 'file').map((a) => ({ kind: a.kind, digest: a.name })),
    recipe: made,
    data: made === null ? null : (registry?.get('data', made.data) as DataVersion),
  };
};
