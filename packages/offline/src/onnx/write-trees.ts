import { Fault } from '@causeway/contract';
import type { NodeProto } from 'onnx-buf';
import type { Ensemble } from '../boost/index.ts';
import { ML_DOMAIN, node, onnxBytes } from './onnx-graph.ts';

export type TreesOptions = {
  readonly names?: readonly string[];
  /** regressor: output p, N x 1. classifier: outputs label and probabilities, N x 2, for a logistic link. */
  readonly kind?: 'regressor' | 'classifier';
};

/** The columns that both tree operators share: nodes of all trees end to end, leaves' votes beside them. */
const columns = ({ trees }: Ensemble) => {
  const ids = { tree: [] as number[], node: [] as number[], yes: [] as number[], no: [] as number[] };
  const features: number[] = [];
  const missing: number[] = [];
  const values: number[] = [];
  const modes: string[] = [];
  const votes = { tree: [] as number[], node: [] as number[], weight: [] as number[] };
  trees.forEach(({ feature, threshold, left, right, missingLeft, value }, t) => {
    for (let i = 0; i < feature.length; i++) {
      const leaf = (feature[i] as number) < 0;
      ids.tree.push(t);
      ids.node.push(i);
      ids.yes.push(leaf ? 0 : (left[i] as number));
      ids.no.push(leaf ? 0 : (right[i] as number));
      features.push(leaf ? 0 : (feature[i] as number));
      missing.push(leaf ? 0 : (missingLeft[i] as number));
      values.push(leaf ? 0 : (threshold[i] as number));
      modes.push(leaf ? 'LEAF' : 'BRANCH_LT');
      if (!leaf) continue;
      votes.tree.push(t);
      votes.node.push(i);
      votes.weight.push(value[i] as number);
    }
  });
  const attributes = {
    nodes_treeids: { ints: ids.tree },
    nodes_nodeids: { ints: ids.node },
    nodes_truenodeids: { ints: ids.yes },
    nodes_falsenodeids: { ints: ids.no },
    nodes_featureids: { ints: features },
    nodes_missing_value_tracks_true: { ints: missing },
    nodes_values: { floats: values },
    nodes_modes: { texts: modes },
  };
  return { attributes, votes };
};

/** The node that sums the trees of an ensemble, base included, from the value `from` to `to` (N x 1); its link is not applied. */
export const treesNode = (ensemble: Ensemble, from: string, to: string): NodeProto => {
  if (ensemble.trees.length === 0)
    throw new Fault('bad-input', 'trees', 'got no tree, at least one is needed');
  const { attributes, votes } = columns(ensemble);
  return node(
    'TreeEnsembleRegressor',
    [from],
    [to],
    {
      ...attributes,
      target_treeids: { ints: votes.tree },
      target_nodeids: { ints: votes.node },
      target_ids: { ints: votes.tree.map(() => 0) },
      target_weights: { floats: votes.weight },
      n_targets: { int: 1 },
      base_values: { floats: [ensemble.base] },
      post_transform: { text: 'NONE' },
    },
    ML_DOMAIN,
  );
};

/**
 * A tree ensemble as .onnx (ai.onnx.ml, BRANCH_LT: x < threshold goes left, NaN by missingLeft). A logistic link is a Sigmoid
 * behind the regressor: runtimes ignore the operator's own transform when it has one target. Throws `bad-input` for an empty
 * ensemble, a link that has no ONNX form here, or a classifier that ONNX could misread.
 */
export const treesOnnx = (
  ensemble: Ensemble,
  { names, kind = 'regressor' }: TreesOptions = {},
): Uint8Array => {
  const { base, link, features } = ensemble;
  const fail = (message: string): never => {
    throw new Fault('bad-input', 'trees', message);
  };
  if (ensemble.trees.length === 0) fail('got no tree, at least one is needed');
  const { attributes, votes } = columns(ensemble);
  const zeros = votes.tree.map(() => 0);
  if (kind === 'classifier') {
    if (link !== 'logistic') fail(`got the link ${link}, a classifier needs logistic`);
    // ONNX runtimes read a two-class ensemble without a negative vote as probabilities, and skip the logistic.
    if (votes.weight.every((w) => w >= 0)) fail('no leaf is negative: write it as a regressor');
    const classifier = node(
      'TreeEnsembleClassifier',
      ['x'],
      ['label', 'p'],
      {
        ...attributes,
        class_treeids: { ints: votes.tree },
        class_nodeids: { ints: votes.node },
        class_ids: { ints: zeros },
        class_weights: { floats: votes.weight },
        classlabels_int64s: { ints: [0, 1] },
        base_values: { floats: [base] },
        post_transform: { text: 'LOGISTIC' },
      },
      ML_DOMAIN,
    );
    const outputs = [['p', 2]] as const;
    return onnxBytes({
      name: 'trees',
      inputs: features,
      names,
      nodes: [classifier],
      constants: [],
      outputs,
      labels: ['label'],
    });
  }
  const score = link === 'identity' ? 'p' : 'score';
  const nodes = [treesNode(ensemble, 'x', score)];
  if (link === 'logistic') nodes.push(node('Sigmoid', [score], ['p']));
  if (link === 'log') fail('the link log has no form here: the kernel has no exponential of its own');
  return onnxBytes({ name: 'trees', inputs: features, names, nodes, constants: [], outputs: [['p', 1]] });
};
