import {
  DEFAULT_HAZARD_MODEL,
  EMBEDDING_SIZE,
  hazard,
  PHI_SIZE,
  STAGES,
  survive,
  zeros,
} from '@causeway/contract';
import { expect, test } from 'vitest';

const calm = { stage: 'payment' as const, step: 3, z: zeros(EMBEDDING_SIZE), phi: zeros(PHI_SIZE) };

test('λ is a probability, rises with friction, and is σ(α) when all is calm (B24)', () => {
  const rough = { ...calm, phi: new Array<number>(PHI_SIZE).fill(0.9) };
  expect(hazard(DEFAULT_HAZARD_MODEL, calm)).toBeCloseTo(1 / (1 + Math.exp(2.4)), 14);
  expect(hazard(DEFAULT_HAZARD_MODEL, rough)).toBeGreaterThan(hazard(DEFAULT_HAZARD_MODEL, calm));
});

test('each stage has its own α', () => {
  const model = { ...DEFAULT_HAZARD_MODEL, alpha: STAGES.map((_, k) => k - 4) };
  const values = STAGES.map((stage) => hazard(model, { ...calm, stage }));
  expect([...values].sort((a, b) => a - b)).toEqual(values);
  expect(new Set(values).size).toBe(STAGES.length);
});

test('survival is the product of what was survived (B25)', () => {
  const lambdas = [0.1, 0, 0.5, 0.25];
  expect(lambdas.reduce(survive, 1)).toBeCloseTo(0.9 * 0.5 * 0.75, 15);
});

test('a wrong length is an error, not a silent zero', () => {
  expect(() => hazard(DEFAULT_HAZARD_MODEL, { ...calm, phi: [1] })).toThrow(RangeError);
});
