import { exp } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { HISTOGRAM_BYTES, withBoostKernel } from '../../../packages/offline/src/kernel/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

describe('the kernel of the trees', () => {
  it('after snapping, a parent’s histogram less a child’s is the sibling’s to the bit', () => {
    withBoostKernel((kernel, arena) => {
      const random = makeRandom(1);
      const [n, d] = [3000, 71];
      const [bins, rows, pairs] = [arena.take(n * d), arena.take(4 * n), arena.take(8 * n)];
      const bytes = d * HISTOGRAM_BYTES;
      const [whole, one, other] = [arena.take(bytes), arena.take(bytes), arena.take(bytes)];
      arena.u8(bins, n * d).forEach((_, k, all) => {
        all[k] = random.integer(200);
      });
      arena.f32(pairs, 2 * n).forEach((_, k, all) => {
        const size = exp(-20 * random.uniform());
        all[k] = k % 2 === 0 ? random.normal() * size : size;
      });
      expect(kernel.snap(pairs, n)).toBe(0);
      const cut = 1111;
      // Any order: the sums are exact.
      arena.u32(rows, n).set(random.permutation(n));
      kernel.histogram(bins, d, rows, n, pairs, whole);
      kernel.histogram(bins, d, rows, cut, pairs, one);
      kernel.histogram(bins, d, rows + 4 * cut, n - cut, pairs, other);
      kernel.subtract(whole, one, d);
      expect(arena.f64(whole, bytes / 8)).toEqual(arena.f64(other, bytes / 8));
      expect(arena.f64(whole, bytes / 8).some((v) => v !== 0)).toBe(true);
    });
  });

  it('snapping moves a number by at most 2^-52 of the greatest sum', () => {
    withBoostKernel((kernel, arena) => {
      const n = 1000;
      const pairs = arena.take(8 * n);
      const random = makeRandom(2);
      const before = Float32Array.from(
        { length: 2 * n },
        (_, k) => Math.abs(random.normal()) * (k % 7 === 0 ? 1e-12 : 1),
      );
      arena.f32(pairs, 2 * n).set(before);
      kernel.snap(pairs, n);
      const most = Math.max(...before) * n * 2;
      arena.f32(pairs, 2 * n).forEach((v, k) => {
        expect(Math.abs(v - (before[k] as number))).toBeLessThanOrEqual(most * 2 ** -52);
      });
    });
  });

  it('its logistic gradients are those of the contract’s exp, to f32', () => {
    withBoostKernel((kernel, arena) => {
      const scores = [-800, -40, -3.3, -1e-9, 0, 0.1, 5, 36, 800];
      const n = scores.length;
      const [score, y, weight, pairs] = [8, 8, 4, 8].map((size) => arena.take(size * n)) as [
        number,
        number,
        number,
        number,
      ];
      arena.f64(score, n).set(scores);
      arena.f64(y, n).fill(0.25);
      arena.f32(weight, n).fill(2);
      kernel.logisticPairs(score, y, weight, n, pairs);
      scores.forEach((f, i) => {
        const p = 1 / (1 + exp(-f));
        const [g, h] = arena.f32(pairs + 8 * i, 2);
        expect(g).toBe(Math.fround(2 * (p - 0.25)));
        expect(h).toBe(Math.fround(2 * Math.max(1e-16, p * (1 - p))));
      });
    });
  });

  it('gives the gradients of the other losses as they are defined', () => {
    withBoostKernel((kernel, arena) => {
      const [f, y, w] = [
        [0.5, 2, -1, 3],
        [2, 2, -3, 3.5],
        [1, 2, 0, 4],
      ] as const;
      const [score, outcome, weight, pairs] = [8, 8, 4, 8].map((size) => arena.take(size * 4)) as [
        number,
        number,
        number,
        number,
      ];
      arena.f64(score, 4).set(f);
      arena.f64(outcome, 4).set(y);
      arena.f32(weight, 4).set(w);
      const expectPairs = (g: (i: number) => number, h: (i: number) => number): void => {
        const own = arena.f32(pairs, 8);
        w.forEach((weight, i) => {
          expect(own[2 * i]).toBe(Math.fround(weight * g(i)));
          expect(own[2 * i + 1]).toBe(Math.fround(weight * h(i)));
        });
      };
      const at = (v: readonly number[], i: number): number => v[i] as number;
      kernel.squaredPairs(score, outcome, weight, 4, pairs);
      expectPairs(
        (i) => at(f, i) - at(y, i),
        () => 1,
      );
      kernel.poissonPairs(score, outcome, weight, 4, pairs);
      expectPairs(
        (i) => exp(at(f, i)) - at(y, i),
        (i) => exp(at(f, i)),
      );
      kernel.quantilePairs(score, outcome, weight, 4, pairs, 0.2);
      expectPairs(
        (i) => (at(f, i) >= at(y, i) ? 0.8 : -0.2),
        () => 1,
      );
    });
  });
});
