import { MOST_NODE_DISTANCE, MOST_TREE_FEATURES } from '@causeway/contract';
import type { Site } from './lowering.ts';

/** One node as ONNX says it. */
export type OnnxNode = {
  readonly mode: string;
  readonly feature: number;
  readonly value: number;
  readonly yes: number;
  readonly no: number;
  readonly tracksTrue: boolean;
};

/** The trees of an ensemble: nodes by their id, and the root's id (its first node). */
export type OnnxTree = {
  readonly id: number;
  readonly root: number;
  readonly nodes: ReadonlyMap<number, OnnxNode>;
};

/** Reads the nodes_* attributes. Double-precision columns and unequal lengths are refused. */
export const readTrees = (site: Site): OnnxTree[] => {
  const { attributes: attribute } = site;
  for (const name of ['nodes_values', 'base_values', 'target_weights', 'class_weights']) {
    if (attribute.has(`${name}_as_tensor`)) site.refuse(`its ${name} are doubles; allowed are 32-bit floats`);
  }
  const ids = attribute.ints('nodes_nodeids');
  const treeIds = attribute.ints('nodes_treeids');
  const columns = {
    feature: attribute.ints('nodes_featureids'),
    value: attribute.floats('nodes_values'),
    yes: attribute.ints('nodes_truenodeids'),
    no: attribute.ints('nodes_falsenodeids'),
    mode: attribute.texts('nodes_modes'),
  };
  const missing = attribute.ints('nodes_missing_value_tracks_true');
  for (const [name, column] of Object.entries({ treeids: treeIds, ...columns })) {
    if (column.length !== ids.length)
      site.refuse(`it has ${ids.length} nodes and ${column.length} of nodes_${name}`);
  }
  const trees = new Map<number, { id: number; root: number; nodes: Map<number, OnnxNode> }>();
  ids.forEach((id, k) => {
    const treeId = treeIds[k] as number;
    const tree = trees.get(treeId) ?? { id: treeId, root: id, nodes: new Map<number, OnnxNode>() };
    trees.set(treeId, tree);
    tree.nodes.set(id, {
      mode: columns.mode[k] as string,
      feature: columns.feature[k] as number,
      value: columns.value[k] as number,
      yes: columns.yes[k] as number,
      no: columns.no[k] as number,
      tracksTrue: (missing[k] ?? 0) !== 0,
    });
  });
  return [...trees.values()];
};

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The smallest 32-bit float over x, for a finite x. */
export const nextUp = (x: number): number => {
  float[0] = x;
  if (float[0] === 0) bits[0] = 1;
  else bits[0] = (bits[0] as number) + (x > 0 ? 1 : -1);
  return float[0] as number;
};

/**
 * A branch as the kernel's rule, x < threshold goes left, NaN by missingLeft. x <= t is x < nextUp(t) for 32-bit floats; x > t
 * and x >= t are their opposites with the children changed over, where a NaN, which fails any comparison, still goes to the
 * false child unless it tracks true.
 */
export const branchOf = (site: Site, { mode, value, yes, no, tracksTrue }: OnnxNode) => {
  if (mode === 'BRANCH_LT') return { threshold: value, left: yes, right: no, missingLeft: tracksTrue };
  if (mode === 'BRANCH_LEQ')
    return { threshold: nextUp(value), left: yes, right: no, missingLeft: tracksTrue };
  if (mode === 'BRANCH_GTE') return { threshold: value, left: no, right: yes, missingLeft: !tracksTrue };
  if (mode === 'BRANCH_GT')
    return { threshold: nextUp(value), left: no, right: yes, missingLeft: !tracksTrue };
  return site.refuse(`got a node of mode ${mode}, allowed are BRANCH_LT, _LEQ, _GT, _GTE and LEAF`);
};

/** The kernel's node words and values of one tree, in preorder: the left child is the next node. */
export const flattenTree = (
  site: Site,
  tree: OnnxTree,
  leaf: (node: number) => { readonly target: number; readonly value: number },
): { words: number[]; values: number[] } => {
  const words: number[] = [];
  const values: number[] = [];
  // A stack, not recursion: a chain of splits may be as deep as it is long.
  const stack: { readonly node: number; readonly parent: number }[] = [{ node: tree.root, parent: -1 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const at = words.length;
    if (top.parent >= 0) {
      const distance = at - top.parent;
      if (distance > MOST_NODE_DISTANCE) site.refuse(`tree ${tree.id} has a branch of ${distance} nodes`);
      words[top.parent] = ((words[top.parent] as number) | (distance << 13)) >>> 0;
    }
    const node = tree.nodes.get(top.node) ?? site.refuse(`tree ${tree.id} has no node ${top.node}`);
    if (at > tree.nodes.size) site.refuse(`tree ${tree.id} is no tree: a node is reached twice`);
    if (node.mode === 'LEAF') {
      const { target, value } = leaf(top.node);
      words.push(target);
      values.push(value);
      continue;
    }
    if (!(node.feature >= 0 && node.feature < MOST_TREE_FEATURES))
      site.refuse(`got the feature ${node.feature}`);
    const { threshold, left, right, missingLeft } = branchOf(site, node);
    words.push(node.feature | (missingLeft ? MOST_TREE_FEATURES : 0));
    values.push(threshold);
    stack.push({ node: right, parent: at }, { node: left, parent: -1 });
  }
  return { words, values };
};
