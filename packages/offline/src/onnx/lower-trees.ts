import { type Ref, shift } from '@causeway/contract';
import type { Row, Site } from './lowering.ts';
import { countOf, newRow } from './lowering.ts';
import { type FlatTree, packForest } from './pack-forest.ts';
import { flattenTree, readTrees } from './tree-nodes.ts';

type Vote = { readonly target: number; readonly weight: number };

/** Each leaf's votes, by tree and node. */
const readVotes = (site: Site, prefix: 'target' | 'class'): Map<string, Vote[]> => {
  const { attributes: attribute } = site;
  const trees = attribute.ints(`${prefix}_treeids`);
  const nodes = attribute.ints(`${prefix}_nodeids`);
  const targets = attribute.ints(`${prefix}_ids`);
  const weights = attribute.floats(`${prefix}_weights`);
  if ([nodes, targets, weights].some(({ length }) => length !== trees.length)) {
    site.refuse(`its ${prefix}_* attributes have different lengths`);
  }
  const votes = new Map<string, Vote[]>();
  trees.forEach((tree, k) => {
    const key = `${tree}:${nodes[k]}`;
    const found = votes.get(key) ?? [];
    found.push({ target: targets[k] as number, weight: weights[k] as number });
    votes.set(key, found);
  });
  return votes;
};

/** Σ over trees of the reached leaves' votes, on top of `start`, for n targets. A tree that votes for several is repeated. */
const sumTrees = (
  site: Site,
  x: Row,
  n: number,
  votes: Map<string, Vote[]>,
  start: readonly number[],
): Row => {
  const { builder } = site;
  const flats: FlatTree[] = [];
  for (const tree of readTrees(site)) {
    const of = (node: number): readonly Vote[] => votes.get(`${tree.id}:${node}`) ?? [];
    const leaves = [...tree.nodes].filter(([, { mode }]) => mode === 'LEAF').map(([node]) => of(node));
    const several = leaves.some(({ length }) => length > 1);
    const targets = several ? [...new Set(leaves.flat().map(({ target }) => target))] : [undefined];
    for (const target of targets) {
      const flat = flattenTree(site, tree, (node) => {
        const mine = of(node).filter((vote) => target === undefined || vote.target === target);
        const to = mine[0]?.target ?? target ?? 0;
        if (!(to >= 0 && to < n)) site.refuse(`a leaf votes for ${to}, allowed are 0 to ${n - 1}`);
        return { target: to, value: mine.reduce((sum, { weight }) => sum + weight, 0) };
      });
      const widest = Math.max(
        0,
        ...[...tree.nodes.values()].filter((v) => v.mode !== 'LEAF').map((v) => v.feature),
      );
      if (widest >= countOf(x.dims)) site.refuse(`got the feature ${widest} of ${countOf(x.dims)}`);
      flats.push(flat);
    }
  }
  if (flats.length === 0) site.refuse('it has no tree');
  const packed = n === 1 ? packForest(flats) : null;
  if (packed !== null)
    return newRow(site, [1, 1], (out) => {
      const b = builder.wholes(packed.words);
      const w = shift(b, packed.leavesAt);
      const v = builder.floats([packed.unit]);
      builder.op('copy', { out, a: builder.floats(start), n: 1, k: 1 });
      builder.op('forest', { out, a: x.ref, b, n: packed.n, k: countOf(x.dims), w, v });
    });
  const roots: number[] = [];
  const words: number[] = [];
  const values: number[] = [];
  for (const flat of flats) {
    roots.push(words.length);
    for (const word of flat.words) words.push(word);
    for (const value of flat.values) values.push(value);
  }
  const nodes = builder.wholes([...words, ...roots]);
  return newRow(site, [1, n], (out) => {
    builder.op('copy', { out, a: builder.floats(start), n, k: 1 });
    const w = shift(nodes, words.length);
    builder.op('trees', { out, a: x.ref, b: nodes, n, k: roots.length, w, v: builder.floats(values) });
  });
};

const transform = (site: Site, x: Row, allowed: readonly string[]): Row => {
  const name = site.attributes.text('post_transform', 'NONE');
  if (!allowed.includes(name))
    site.refuse(`got the post_transform ${name}, allowed are ${allowed.join(', ')}`);
  if (name === 'NONE') return x;
  const op = name === 'LOGISTIC' ? 'sigmoid' : 'softmax';
  return newRow(site, x.dims, (out, n) => site.builder.op(op, { out, a: x.ref, n, k: 1 }));
};

const startOf = (site: Site, n: number): number[] => {
  const base = site.attributes.floats('base_values');
  if (base.length === 0) return new Array<number>(n).fill(0);
  return base.length === n ? base : site.refuse(`it has ${base.length} base_values for ${n} targets`);
};

/** TreeEnsembleRegressor: SUM or AVERAGE. Runtimes ignore a transform of one target, so it is refused there. */
export const lowerRegressor = (site: Site): Row => {
  const { attributes: attribute, builder } = site;
  const n = attribute.int('n_targets', 1);
  const aggregate = attribute.text('aggregate_function', 'SUM');
  if (aggregate !== 'SUM' && aggregate !== 'AVERAGE')
    site.refuse(`got ${aggregate}, allowed are SUM and AVERAGE`);
  const start = startOf(site, n);
  const votes = readVotes(site, 'target');
  // onnxruntime drops the base value of a target that no reached leaf votes for, against the specification.
  const everyLeaf = (target: number): boolean =>
    [...votes.values()].every((leaf) => leaf.some((vote) => vote.target === target));
  const loose = start.findIndex((base, target) => n > 1 && base !== 0 && !everyLeaf(target));
  if (loose >= 0) site.refuse(`target ${loose} has a base value, and a leaf that does not vote for it`);
  let sum: Row;
  if (aggregate === 'SUM') sum = sumTrees(site, site.row(0), n, votes, start);
  else {
    sum = sumTrees(site, site.row(0), n, votes, new Array<number>(n).fill(0));
    const count = builder.floats([new Set(attribute.ints('nodes_treeids')).size]);
    builder.op('divide', { out: sum.ref, a: sum.ref, b: count, n, k: 1, w: 0 });
    builder.op('add', { out: sum.ref, a: sum.ref, b: builder.floats(start), n, k: 1, w: 1 });
  }
  return transform(site, sum, n === 1 ? ['NONE'] : ['NONE', 'LOGISTIC', 'SOFTMAX']);
};

/** Both classes of a one-sided ensemble with the score s: σ(-s) and σ(s), or 1 - s and s when no vote is negative. */
const twoClasses = (site: Site, s: Ref, positive: boolean): Row => {
  const { builder } = site;
  return newRow(site, [1, 2], (out) => {
    const turned = positive ? ([1, -1] as const) : ([0, -1] as const);
    const two = [turned[1], 1];
    builder.op('multiply', { out, a: s, b: builder.floats(two), n: 2, k: 0, w: 1 });
    builder.op('add', { out, a: out, b: builder.floats([turned[0], 0]), n: 2, k: 1, w: 1 });
    if (!positive) builder.op('sigmoid', { out, a: out, n: 2, k: 1 });
  });
};

/**
 * TreeEnsembleClassifier's scores (its second output). For two classes only the forms that runtimes agree on: all votes for
 * class 0 with LOGISTIC, or every leaf voting for class 1 without base values.
 */
export const lowerClassifier = (site: Site): Row => {
  const { attributes: attribute } = site;
  const n = Math.max(
    attribute.ints('classlabels_int64s').length,
    attribute.texts('classlabels_strings').length,
  );
  const votes = readVotes(site, 'class');
  const all = [...votes.values()];
  const x = site.row(0);
  if (n > 2)
    return transform(site, sumTrees(site, x, n, votes, startOf(site, n)), ['NONE', 'LOGISTIC', 'SOFTMAX']);
  if (n < 2) return site.refuse(`it has ${n} class labels, allowed are two or more`);
  const base = attribute.floats('base_values');
  if (all.flat().every(({ target }) => target === 0) && base.length <= 1) {
    const positive = all.flat().every(({ weight }) => weight >= 0);
    const post = attribute.text('post_transform', 'NONE');
    if (!positive && post !== 'LOGISTIC')
      site.refuse(`got the post_transform ${post} with negative votes, allowed is LOGISTIC`);
    if (positive && post === 'PROBIT') site.refuse('got the post_transform PROBIT');
    return twoClasses(site, sumTrees(site, x, 1, votes, [base[0] ?? 0]).ref, positive);
  }
  if (base.length > 0 || !all.every((leaf) => leaf.some(({ target }) => target === 1))) {
    site.refuse('its two classes have base values, or a leaf does not vote for class 1');
  }
  return transform(site, sumTrees(site, x, 2, votes, [0, 0]), ['NONE', 'LOGISTIC', 'SOFTMAX']);
};
