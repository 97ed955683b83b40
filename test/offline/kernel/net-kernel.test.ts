import { describe, expect, it } from 'vitest';
import { withNetKernel } from '../../../packages/offline/src/kernel/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

describe('the kernel of the nets', () => {
  it.each([
    [1, 4, 1],
    [3, 8, 5],
    [4, 12, 7],
    [9, 20, 33],
    [17, 4, 64],
  ])('multiplies %d x %d matrices over %d, from rows or from columns', (m, ldn, k) => {
    withNetKernel((kernel, arena) => {
      const random = makeRandom(m);
      const [a, at, b, c] = [m * k, m * k, k * ldn, m * ldn].map((size) => arena.take(4 * size)) as [
        number,
        number,
        number,
        number,
      ];
      const A = Array.from({ length: m }, () =>
        Array.from({ length: k }, () => Math.fround(random.normal())),
      );
      const B = Array.from({ length: k }, () =>
        Array.from({ length: ldn }, () => Math.fround(random.normal())),
      );
      arena.f32(a, m * k).set(A.flat());
      arena
        .f32(at, m * k)
        .set(B.length > 0 ? (A[0]?.flatMap((_, p) => A.map((row) => row[p] as number)) ?? []) : []);
      arena.f32(b, k * ldn).set(B.flat());
      for (const [place, rs, cs] of [
        [a, 4 * k, 4],
        [at, 4, 4 * m],
      ] as const) {
        arena.f32(c, m * ldn).fill(NaN);
        kernel.gemm(place, rs, cs, b, c, m, ldn, k);
        arena.f32(c, m * ldn).forEach((v, at) => {
          const row = A[Math.floor(at / ldn)] as number[];
          const sum = row.reduce((s, own, p) => s + own * (B[p]?.[at % ldn] as number), 0);
          expect(Math.abs(v - sum)).toBeLessThan(1e-5 * (1 + Math.abs(sum)));
        });
      }
    });
  });

  it('steps as Adam is defined', () => {
    withNetKernel((kernel, arena) => {
      const [w, g, m, v] = [0, 0, 0, 0].map(() => arena.take(16)) as [number, number, number, number];
      arena.f32(w, 4).set([1, -2, 3, 0]);
      const plain = { w: [1, -2, 3, 0], m: [0, 0, 0, 0], v: [0, 0, 0, 0] };
      for (let t = 1; t <= 5; t++) {
        const gradient = [0.5 * t, -1, 1e-4, 0];
        arena.f32(g, 4).set(gradient);
        const [rate, fade] = [0.01 / (1 - 0.9 ** t), 0.01 * 0.1];
        kernel.adam(w, g, m, v, 4, rate, 0.9, 0.999, 1 / Math.sqrt(1 - 0.999 ** t), 1e-8, fade);
        gradient.forEach((d, k) => {
          const own = plain.w[k] as number;
          plain.m[k] = 0.9 * (plain.m[k] as number) + 0.1 * d;
          plain.v[k] = 0.999 * (plain.v[k] as number) + 0.001 * d * d;
          const size = Math.sqrt((plain.v[k] as number) / (1 - 0.999 ** t)) + 1e-8;
          plain.w[k] = own - (0.01 * (plain.m[k] as number)) / (1 - 0.9 ** t) / size - fade * own;
        });
        arena.f32(w, 4).forEach((own, k) => {
          expect(own).toBeCloseTo(plain.w[k] as number, 5);
        });
      }
    });
  });

  it('gives back what it took, and a call inside a call its own memory', () => {
    withNetKernel((_, arena) => {
      const first = arena.take(4);
      arena.f32(first, 1)[0] = 7;
      withNetKernel((__, inner) => {
        expect(inner).not.toBe(arena);
        inner.f32(inner.take(4), 1)[0] = 8;
      });
      expect(arena.f32(first, 1)[0]).toBe(7);
    });
    withNetKernel((_, arena) => {
      expect(arena.f32(arena.take(4), 1)[0]).toBe(0);
      expect(() => arena.take(5e9)).toThrow(expect.objectContaining({ code: 'too-large' }));
    });
  });
});
