import { describe, expect, it } from 'vitest';
import { drawBatch } from '../../../../packages/offline/src/embed/fit/draw-batch.ts';
import { encoderTrainer } from '../../../../packages/offline/src/embed/fit/encoder-trainer.ts';
import {
  ENCODER_RECIPES,
  type EncoderData,
  type EncoderRecipe,
  neighboursOf,
} from '../../../../packages/offline/src/embed/index.ts';
import { withNetKernel } from '../../../../packages/offline/src/kernel/index.ts';
import { makeRandom } from '../../../../packages/offline/src/maths/index.ts';
import { simulatePeople } from '../people.ts';

const { data } = simulatePeople(40, 1);
const random = makeRandom(9);
const context = { u: Float32Array.from({ length: 40 * 3 }, random.normal), size: 3 };
const pairs = Array.from({ length: 20 }, (_, k) => [2 * k, 2 * k + 1] as const);
const neighbours = neighboursOf(40, pairs, new Uint8Array(10).fill(1), 0.2);
const everything = { ...ENCODER_RECIPES.combined, variational: 0.5, contrast: 0.7 };

const cases: [string, EncoderRecipe, EncoderData][] = [
  ['labels (B16)', ENCODER_RECIPES.supervised, data],
  ['labels with descriptors (B17)', ENCODER_RECIPES.supervised, { ...data, context }],
  ['contrast of two views (B18)', ENCODER_RECIPES.contrastive, data],
  ['a drawn z and its divergence (B19)', { ...ENCODER_RECIPES.variational, variational: 0.5 }, data],
  ['messages of neighbours (B20)', { ...ENCODER_RECIPES.supervised, graph: true }, { ...data, neighbours }],
  ['all at once', { ...everything, graph: true }, { ...data, neighbours, context }],
];

describe('the gradient of the loss', () => {
  it.each(cases)('of %s agrees with finite differences', (_name, recipe, own) => {
    withNetKernel((kernel, arena) => {
      const shape = { width: 8, hidden: 6, size: 3 };
      const chosen = Int32Array.from({ length: 12 }, (_, k) => k);
      const trainer = encoderTrainer(kernel, arena, own, recipe, shape, 12, makeRandom(2));
      const batch = drawBatch(own, recipe, chosen, shape, 'train', makeRandom(3));
      // Away from the kinks of relu, where a difference is no derivative.
      const { first } = trainer;
      arena.f32(first.w, first.numbers).set(arena.f32(first.w, first.numbers).map((v) => 6 * v));
      trainer.lossOf(batch, true);
      // Along a random direction within each block; f32 leaves about three digits of a difference.
      const directions = makeRandom(4);
      for (const { w, g, numbers } of trainer.blocks) {
        const gradient = Float64Array.from(arena.f32(g, numbers));
        const weights = Float32Array.from(arena.f32(w, numbers));
        // Padding has no gradient and must stay zero.
        const direction = gradient.map((v) => (v === 0 ? 0 : directions.normal()));
        const expected = gradient.reduce((sum, v, k) => sum + v * (direction[k] as number), 0);
        const moved = (h: number): number => {
          arena.f32(w, numbers).set(weights.map((v, k) => v + h * (direction[k] as number)));
          return trainer.lossOf(batch, false).total;
        };
        const h = 2e-3;
        const measured = (moved(h) - moved(-h)) / (2 * h);
        arena.f32(w, numbers).set(weights);
        const size = Math.sqrt(gradient.reduce((sum, v) => sum + v * v, 0));
        expect(size).toBeGreaterThan(0);
        expect(Math.abs(measured - expected)).toBeLessThan(0.02 * Math.abs(expected) + 0.01 * size + 1e-4);
      }
    });
  });

  it('drives the encoder up the adversary’s loss, and the adversary down', () => {
    withNetKernel((kernel, arena) => {
      const recipe = { ...ENCODER_RECIPES.supervised, label: 0, reconstruct: 0, adversary: 1 };
      const shape = { width: 8, hidden: 6, size: 3 };
      const chosen = Int32Array.from({ length: 32 }, (_, k) => k);
      const trainer = encoderTrainer(kernel, arena, data, recipe, shape, 32, makeRandom(2));
      const batch = drawBatch(data, recipe, chosen, shape, 'whole', makeRandom(3));
      const start = trainer.lossOf(batch, true).adversary;
      const along = ({ w, g, numbers }: { w: number; g: number; numbers: number }, h: number): number => {
        const kept = arena.f32(w, numbers).slice();
        const gradient = arena.f32(g, numbers).slice();
        arena.f32(w, numbers).set(kept.map((v, k) => v - h * (gradient[k] as number)));
        const after = trainer.lossOf(batch, false).adversary;
        arena.f32(w, numbers).set(kept);
        return after - start;
      };
      const [first, , last] = [
        trainer.blocks[0],
        trainer.blocks[1],
        trainer.blocks[trainer.blocks.length - 1],
      ];
      expect(along(first as NonNullable<typeof first>, 0.05)).toBeGreaterThan(0);
      expect(along(last as NonNullable<typeof last>, 0.05)).toBeLessThan(0);
    });
  });
});
