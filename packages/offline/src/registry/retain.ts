import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, isObject, type PrivateJwk } from '@causeway/contract';
import { appendAudit, readAudit } from './audit.ts';
import { readLineage } from './lineage.ts';
import type { Artefact, Registry } from './registry.ts';

/** How long artefacts of a kind are kept, in days, after the first entry that vouches for them. Kinds not named are kept for ever. */
export type RetentionRules = Readonly<Record<string, number>>;

const DAY_MS = 86_400_000;

/** Releases, dossiers, gate reports and overrides explain decisions that were made: they have no end. */
export const NEVER_RETIRED = ['release', 'dossier', 'gates', 'recipe', 'data', 'key'];

/** Throws `bad-input` for a rule that is not a number of days, or for a kind that is never retired. */
export const checkRetention = (value: unknown, at: string): RetentionRules => {
  if (!isObject(value)) throw new Fault('bad-input', at, 'allowed is an object of days by kind');
  for (const [kind, days] of Object.entries(value)) {
    if (NEVER_RETIRED.includes(kind))
      throw new Fault('bad-input', `${at}.${kind}`, 'artefacts of this kind are kept for ever');
    if (typeof days !== 'number' || !(days >= 0))
      throw new Fault('bad-input', `${at}.${kind}`, `got ${days}, allowed is a number of days`);
  }
  return value as RetentionRules;
};

/**
 * Retires what is over its time and neither the live release nor the one before it was made from. The audit log keeps what was retired,
 * by which rule; its digest still proves a copy kept elsewhere. Returns what was retired.
 */
export const retain = async (
  registry: Registry,
  rules: RetentionRules,
  by: { readonly now: number; readonly who: string; readonly signer: PrivateJwk | null },
): Promise<Artefact[]> => {
  const entries = readAudit(registry);
  const since = new Map<string, number>();
  for (const { at, artefacts, what } of entries)
    if (what !== 'retire')
      for (const { name } of artefacts) since.set(name, Math.min(at, since.get(name) ?? Infinity));
  const lineage = readLineage(registry);
  const published = entries.filter(({ what }) => what === 'publish').slice(-2);
  const live = published.flatMap(({ artefacts }) => artefacts.map(({ name }) => name));
  const needed = new Set(live.flatMap((name) => [name, ...lineage.all(name, 'from').map((a) => a.name)]));
  const old = Object.entries(rules).flatMap(([kind, days]) =>
    registry
      .list(kind)
      .filter((name) => !needed.has(name) && (since.get(name) ?? Infinity) + days * DAY_MS < by.now)
      .map((name): Artefact => ({ kind, name })),
  );
  if (old.length === 0) return [];
  // The entry comes first: a crash in between leaves files too many, never a hole that nobody explains.
  await appendAudit(
    registry,
    { at: by.now, who: by.who, what: 'retire', detail: { rules: JSON.stringify(rules) }, artefacts: old },
    by.signer,
  );
  for (const { kind, name } of old) rmSync(join(registry.root, kind, `${name}.json`), { force: true });
  return old;
};
