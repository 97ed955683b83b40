import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artefact, Registry } from './registry.ts';

/** Which artefact names which: an artefact is made from what its content names by digest, and the digest of a raw file is a name too. */
export type Lineage = {
  /** what an artefact names, raw files (kind `file`) of a data version among them */
  from(name: string): readonly Artefact[];
  /** what names it */
  into(name: string): readonly Artefact[];
  /** everything behind it (`from`) or after it (`into`), nearest first */
  all(name: string, way: 'from' | 'into'): readonly Artefact[];
  kindOf(name: string): string | null;
};

/** Reads every artefact once. Cost: the size of the registry. */
export const readLineage = (registry: Registry): Lineage => {
  const kinds = new Map<string, string>();
  for (const kind of registry.kinds()) for (const name of registry.list(kind)) kinds.set(name, kind);
  const from = new Map<string, Set<string>>();
  const into = new Map<string, Set<string>>();
  for (const [name, kind] of [...kinds]) {
    const text = readFileSync(join(registry.root, kind, `${name}.json`), 'utf8');
    for (const [found] of text.matchAll(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g)) {
      if (found === name) continue;
      if (!kinds.has(found) && kind !== 'data') continue;
      if (!kinds.has(found)) kinds.set(found, 'file');
      from.set(name, (from.get(name) ?? new Set()).add(found));
      into.set(found, (into.get(found) ?? new Set()).add(name));
    }
  }
  const artefacts = (names: Iterable<string>): Artefact[] =>
    [...names].map((name) => ({ kind: kinds.get(name) ?? 'file', name }));
  return {
    kindOf: (name) => kinds.get(name) ?? null,
    from: (name) => artefacts(from.get(name) ?? []),
    into: (name) => artefacts(into.get(name) ?? []),
    all: (name, way) => {
      const step = way === 'from' ? from : into;
      const seen = new Set<string>();
      let edge = [name];
      while (edge.length > 0) {
        edge = edge.flatMap((at) =>
          [...(step.get(at) ?? [])].filter((next) => next !== name && !seen.has(next)),
        );
        edge = [...new Set(edge)];
        for (const next of edge) seen.add(next);
      }
      return artefacts(seen);
    },
  };
};
