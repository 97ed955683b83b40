import { clamp, exp, log } from '@causeway/contract';
import type { Link } from './links.ts';
import type { IdentityRules } from './rules.ts';

/** Someone as a few texts: what was usual in the events of an identifier or a person. */
export type Portrait = {
  readonly key: string;
  readonly anchored: boolean;
  readonly texts: Readonly<Record<string, string | null>>;
};
export type Candidate = {
  readonly a: number;
  readonly b: number;
  readonly agrees: readonly (boolean | null)[];
};

/** m: share of agreement among true pairs; u: among false ones; share: of true pairs among all compared. */
export type Weights = { readonly m: number[]; readonly u: number[]; readonly share: number };

const ITERATIONS = 100;
const LEAST = 1e-4;
const MOST_IN_BLOCK = 200;

/** Pairs of one anchored and one other portrait that agree on the whole block; blocks too common to tell are left out. */
export const candidatePairs = (
  portraits: readonly Portrait[],
  block: readonly string[],
  compare: readonly string[],
): Candidate[] => {
  const blocks = new Map<string, number[]>();
  portraits.forEach(({ texts }, k) => {
    const values = block.map((name) => texts[name] ?? null);
    if (values.includes(null)) return;
    const key = JSON.stringify(values);
    blocks.set(key, [...(blocks.get(key) ?? []), k]);
  });
  const out: Candidate[] = [];
  for (const members of blocks.values()) {
    if (members.length > MOST_IN_BLOCK) continue;
    for (const a of members) {
      for (const b of members) {
        const [left, right] = [portraits[a] as Portrait, portraits[b] as Portrait];
        if (!left.anchored || right.anchored) continue;
        const agrees = compare.map((name) => {
          const [x, y] = [left.texts[name] ?? null, right.texts[name] ?? null];
          return x === null || y === null ? null : x === y;
        });
        out.push({ a, b, agrees });
      }
    }
  }
  return out;
};

const logOdds = ({ m, u, share }: Weights, agrees: Candidate['agrees']): number =>
  agrees.reduce<number>(
    (sum, same, k) => {
      if (same === null) return sum;
      const [p, q] = [m[k] as number, u[k] as number];
      return sum + (same ? log(p / q) : log((1 - p) / (1 - q)));
    },
    log(share / (1 - share)),
  );

/** The posterior probability that a pair is one person, the comparisons taken as independent given that (Fellegi-Sunter). */
export const posterior = (weights: Weights, agrees: Candidate['agrees']): number =>
  1 / (1 + exp(-logOdds(weights, agrees)));

/** Weights by expectation and maximisation from the pairs themselves: no labels are needed. */
export const fitWeights = (pairs: readonly Candidate[], size: number): Weights => {
  let weights: Weights = {
    m: new Array<number>(size).fill(0.9),
    u: new Array<number>(size).fill(0.2),
    share: 0.1,
  };
  const bounded = (x: number): number => clamp(x, LEAST, 1 - LEAST);
  for (let round = 0; round < ITERATIONS && pairs.length > 0; round++) {
    const p = pairs.map(({ agrees }) => posterior(weights, agrees));
    const rate = (of: (k: number) => number, j: number): number => {
      let [agree, all] = [0, 0];
      pairs.forEach(({ agrees }, k) => {
        if (agrees[j] === null) return;
        all += of(k);
        if (agrees[j]) agree += of(k);
      });
      return bounded(all > 0 ? agree / all : 0.5);
    };
    const total = p.reduce((sum, x) => sum + x, 0);
    weights = {
      m: weights.m.map((_, j) => rate((k) => p[k] as number, j)),
      u: weights.u.map((_, j) => rate((k) => 1 - (p[k] as number), j)),
      share: bounded(total / pairs.length),
    };
  }
  return weights;
};

export type ProbableReport = {
  readonly compared: number;
  readonly taken: number;
  readonly expectedError: number;
  readonly weights: Weights;
};

/**
 * Links without proof: each unanchored portrait with its best anchored one, when the posterior reaches the threshold and no
 * other comes as near. The expected error is the mean of one minus the posterior over the links taken; above the rule's
 * bound none is taken.
 */
export const probableLinks = (
  portraits: readonly Portrait[],
  rule: NonNullable<IdentityRules['probable']>,
  toLink: (a: Portrait, b: Portrait, probability: number) => Link,
): { links: Link[]; report: ProbableReport } => {
  const pairs = candidatePairs(portraits, rule.block, rule.compare);
  const weights = fitWeights(pairs, rule.compare.length);
  const best = new Map<number, { a: number; p: number; tied: boolean }>();
  for (const { a, b, agrees } of pairs) {
    const p = posterior(weights, agrees);
    const before = best.get(b);
    if (before === undefined || p > before.p) best.set(b, { a, p, tied: false });
    else if (p === before.p) best.set(b, { ...before, tied: true });
  }
  const taken = [...best].filter(([, { p, tied }]) => p >= rule.threshold && !tied);
  const wrong = taken.reduce((sum, [, { p }]) => sum + 1 - p, 0);
  const expectedError = taken.length > 0 ? wrong / taken.length : 0;
  const within = expectedError <= (rule.error ?? 1);
  const links = (within ? taken : []).map(([b, { a, p }]) =>
    toLink(portraits[a] as Portrait, portraits[b] as Portrait, p),
  );
  return { links, report: { compared: pairs.length, taken: links.length, expectedError, weights } };
};
