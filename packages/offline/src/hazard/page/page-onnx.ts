import { HAZARD_ROW_NAMES, HAZARD_ROW_SIZE, STAGES } from '@causeway/contract';
import { floatTensor, intTensor, node, onnxBytes } from '../../onnx/onnx-graph.ts';
import type { HazardScore } from '../models/fit-tuned.ts';
import { scoreNodes } from '../models/score-onnx.ts';

/** λ of a score on PAGE_COLUMNS as .onnx on the contract's hazard row: the stage's number picks its row of 0 and 1. */
export const pageOnnx = (score: HazardScore): Uint8Array => {
  const stages = STAGES.length;
  const one = (name: string, value: number) => intTensor(name, [1], [value]);
  const body = scoreNodes(score, 'columns');
  return onnxBytes({
    name: 'hazard',
    inputs: HAZARD_ROW_SIZE,
    names: HAZARD_ROW_NAMES,
    nodes: [
      node('Slice', ['x', 'zero', 'one', 'one'], ['stage.float']),
      node('Cast', ['stage.float'], ['stage'], { to: { int: 7 } }),
      node('Gather', ['stages', 'stage'], ['stage.deep'], { axis: { int: 0 } }),
      node('Squeeze', ['stage.deep', 'one'], ['stage.columns']),
      node('Slice', ['x', 'one', 'end', 'one'], ['rest']),
      node('Concat', ['stage.columns', 'rest'], ['columns'], { axis: { int: 1 } }),
      ...body.nodes,
    ],
    constants: [
      one('zero', 0),
      one('one', 1),
      one('end', HAZARD_ROW_SIZE),
      floatTensor(
        'stages',
        [stages, stages],
        Array.from({ length: stages * stages }, (_, k) => (k % (stages + 1) === 0 ? 1 : 0)),
      ),
      ...body.constants,
    ],
    outputs: [['p', 1]],
  });
};
