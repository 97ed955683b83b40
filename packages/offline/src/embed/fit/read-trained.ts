import type { Arena } from '../../kernel/index.ts';
import { readLayers } from '../../net/layer-copy.ts';
import type { EncoderLayers } from '../network/encoder-layers.ts';
import type { EncoderShape } from './encoder-data.ts';
import type { encoderTrainer } from './encoder-trainer.ts';

const turned = (
  weight: Float32Array,
  inputs: number,
  from: number,
  outputs: number,
  all: number,
): Float32Array =>
  Float32Array.from(
    { length: outputs * inputs },
    (_, at) => weight[(at % inputs) * all + from + Math.floor(at / inputs)] as number,
  );

/** The layers of a trainer as they stand, out of the kernel's memory. */
export const readTrained = (
  arena: Arena,
  { first, trunk }: Pick<ReturnType<typeof encoderTrainer>, 'first' | 'trunk'>,
  { width, hidden, size }: EncoderShape,
  graph: boolean,
): EncoderLayers => {
  const block = arena.f32(first.w, first.numbers);
  const inputs = first.numbers / width - 1;
  const [second, last] = readLayers(arena, trunk, trunk.w);
  if (second === undefined || last === undefined) throw new RangeError('the trunk has two layers');
  return {
    inputs,
    width,
    hidden,
    size,
    graph,
    w1: block.slice(0, inputs * width),
    b1: block.slice(inputs * width),
    w2: turned(second.weight, second.inputs, 0, hidden, hidden),
    b2: second.bias,
    w3: turned(last.weight, hidden, 0, size, 2 * size),
    b3: last.bias.slice(0, size),
    w4: turned(last.weight, hidden, size, size, 2 * size),
    b4: last.bias.slice(size),
  };
};
