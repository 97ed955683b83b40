import { describe, expect, it } from 'vitest';
import {
  checkEmbeddingDynamics,
  type EmbeddingDynamics,
  expectedDistance,
  mustReset,
  resetEmbedding,
  stepEmbedding,
} from '../../../packages/contract/src/index.ts';

const dynamics: EmbeddingDynamics = {
  kind: 'embedding-dynamics',
  version: 1,
  encoder: 'a'.repeat(64),
  a: [
    [0.9, 0.1],
    [0, 0.8],
  ],
  b: [[1], [0.5]],
  q: [
    [0.04, 0],
    [0, 0.01],
  ],
  mostDistance: 0.6,
  mostSteps: 10,
};

describe('the step of an embedding', () => {
  const start = resetEmbedding([1, 2], [0.1, 0.2]);

  it('moves z by A and B, and its covariance by A and Q', () => {
    const { z, covariance, steps } = stepEmbedding(dynamics, start, [2]);
    expect(z[0]).toBeCloseTo(0.9 + 0.2 + 2, 12);
    expect(z[1]).toBeCloseTo(1.6 + 1, 12);
    expect(covariance[0]?.[0]).toBeCloseTo(0.81 * 0.01 + 0.01 * 0.04 + 0.04, 12);
    expect(covariance[0]?.[1]).toBeCloseTo(0.1 * 0.8 * 0.04, 12);
    expect(covariance[1]?.[0]).toBe(covariance[0]?.[1]);
    expect(covariance[1]?.[1]).toBeCloseTo(0.64 * 0.04 + 0.01, 12);
    expect(steps).toBe(1);
  });

  it('expects more distance with every step until a reset is due, and starts again after it', () => {
    let moving = start;
    let last = expectedDistance(moving);
    let taken = 0;
    while (!mustReset(dynamics, moving)) {
      moving = stepEmbedding(dynamics, moving, [0]);
      expect(expectedDistance(moving)).toBeGreaterThan(last);
      last = expectedDistance(moving);
      taken++;
    }
    expect(taken).toBeGreaterThan(1);
    expect(taken).toBeLessThanOrEqual(10);
    expect(expectedDistance(resetEmbedding([1, 2], [0.1, 0.2]))).toBeCloseTo(Math.sqrt(0.05), 12);
  });

  it('refuses other lengths', () => {
    expect(() => stepEmbedding(dynamics, start, [1, 2])).toThrow(/u 2 numbers, allowed are 2 and 1/);
    expect(() => checkEmbeddingDynamics({ ...dynamics, mostSteps: 0 }, 'd')).toThrow(/d.mostSteps/);
    expect(checkEmbeddingDynamics(dynamics, 'd')).toEqual(dynamics);
  });
});
