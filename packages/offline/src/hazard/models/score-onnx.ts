import type { NodeProto, TensorProto } from 'onnx-buf';
import { floatTensor, node, onnxBytes } from '../../onnx/onnx-graph.ts';
import { denseNodes } from '../../onnx/write-dense.ts';
import { treesNode } from '../../onnx/write-trees.ts';
import type { CalibrationMap } from './calibration-map.ts';
import type { HazardScore } from './fit-tuned.ts';
import type { RampModel } from './ramp-model.ts';
import type { ScorePart } from './score-part.ts';

type Nodes = { readonly nodes: NodeProto[]; readonly constants: TensorProto[]; readonly to: string };

/** What a graph is gathered in. */
const graphOf = (prefix: string) => {
  const nodes: NodeProto[] = [];
  const constants: TensorProto[] = [];
  const constant = (name: string, dims: readonly number[], data: ArrayLike<number>): string => {
    constants.push(floatTensor(`${prefix}${name}`, dims, data));
    return `${prefix}${name}`;
  };
  const then = (
    opType: string,
    input: readonly string[],
    name: string,
    attributes: Parameters<typeof node>[3] = {},
  ) => {
    nodes.push(node(opType, input, [`${prefix}${name}`], attributes));
    return `${prefix}${name}`;
  };
  /** W v + b of the value v (k wide); w row by row. */
  const affine = (from: string, name: string, w: ArrayLike<number>, b: readonly number[]): string =>
    then(
      'Gemm',
      [from, constant(`${name}.w`, [b.length, w.length / b.length], w), constant(`${name}.b`, [b.length], b)],
      name,
      { transB: { int: 1 } },
    );
  /** Σ_j rise_j clip((v_j - from_j)/width_j, 0, 1), the v_j given by rows of `pick`, is affine after these steps. */
  const steps = (
    from: string,
    name: string,
    inputs: number,
    list: readonly { readonly input: number; readonly from: number; readonly width: number }[],
  ): string => {
    const w = new Float64Array(list.length * inputs);
    list.forEach(({ input, width }, j) => {
      w[j * inputs + input] = 1 / width;
    });
    const raw = affine(
      from,
      `${name}.raw`,
      w,
      list.map((step) => -step.from / step.width),
    );
    return then('Clip', [raw, constant(`${name}.low`, [], [0]), constant(`${name}.high`, [], [1])], name);
  };
  return { nodes, constants, then, affine, steps };
};

const rampNodes = (
  { features, bias, slopes, ramps, rises, pairs, both }: RampModel,
  from: string,
  prefix: string,
): Nodes => {
  const graph = graphOf(prefix);
  let to = graph.affine(from, 'slope', slopes, [bias]);
  if (ramps.length > 0) {
    const list = ramps.map(({ feature, ...ramp }) => ({ input: feature, ...ramp }));
    const ramped = graph.steps(from, 'ramp', features, list);
    to = graph.then('Add', [to, graph.affine(ramped, 'rise', rises, [0])], 'sum');
    if (pairs.length > 0) {
      const w = new Float64Array(pairs.length * ramps.length);
      pairs.forEach(([a, b], k) => {
        w[k * ramps.length + a] = 1;
        w[k * ramps.length + b] = 1;
      });
      const raw = graph.affine(
        ramped,
        'pair.raw',
        w,
        pairs.map(() => -1),
      );
      const pair = graph.then('Relu', [raw], 'pair');
      to = graph.then('Add', [to, graph.affine(pair, 'both', both, [0])], 'whole');
    }
  }
  return { ...graph, to };
};

/** A part's score of the value `from` (width numbers). */
const partNodes = (
  part: ScorePart,
  { from, width, prefix }: { readonly from: string; readonly width: number; readonly prefix: string },
): Nodes => {
  switch (part.kind) {
    case 'ramps':
      return rampNodes(part.model, from, prefix);
    case 'net':
      return denseNodes(part.layers, { from, width, prefix });
    case 'trees':
      return {
        nodes: [treesNode(part.ensemble, from, `${prefix}trees`)],
        constants: [],
        to: `${prefix}trees`,
      };
  }
};

const calibrationNodes = ({ shift, slope, steps }: CalibrationMap, from: string): Nodes => {
  const graph = graphOf('calibration.');
  const straight = graph.affine(from, 'straight', [slope], [shift]);
  if (steps.length === 0) return { ...graph, to: straight };
  const list = steps.map(({ from: at, width }) => ({ input: 0, from: at, width }));
  const stepped = graph.steps(from, 'step', 1, list);
  const risen = graph.affine(
    stepped,
    'rise',
    steps.map(({ rise }) => rise),
    [0],
  );
  return { ...graph, to: graph.then('Add', [straight, risen], 'sum') };
};

/** λ = σ(calibration(bias + Σ weight part)) of the value `from`, as the value p. */
export const scoreNodes = (score: HazardScore, from: string): Omit<Nodes, 'to'> => {
  const { features, parts, bias, calibration } = score;
  const made = parts.map(({ part }, k) => partNodes(part, { from, width: features, prefix: `part${k}.` }));
  const graph = graphOf('');
  const all =
    made.length === 1
      ? (made[0] as Nodes).to
      : graph.then(
          'Concat',
          made.map(({ to }) => to),
          'scores',
          { axis: { int: 1 } },
        );
  const mixed = graph.affine(
    all,
    'mixed',
    parts.map(({ weight }) => weight),
    [bias],
  );
  const last = calibrationNodes(calibration, mixed);
  return {
    nodes: [
      ...made.flatMap(({ nodes }) => nodes),
      ...graph.nodes,
      ...last.nodes,
      node('Sigmoid', [last.to], ['p']),
    ],
    constants: [...made.flatMap(({ constants }) => constants), ...graph.constants, ...last.constants],
  };
};

/** The same as .onnx: input x (N x features), named, output p (N x 1). */
export const scoreOnnx = (score: HazardScore, names: readonly string[]): Uint8Array =>
  onnxBytes({
    name: 'hazard',
    inputs: score.features,
    names,
    ...scoreNodes(score, 'x'),
    outputs: [['p', 1]],
  });
