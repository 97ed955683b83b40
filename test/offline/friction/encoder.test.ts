import { encodeFriction, Fault, saturate } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { contrastPairs } from '../../../packages/offline/src/friction/contrast-pairs.ts';
import {
  chooseEncoder,
  encodeRows,
  encoderLayout,
  encoderLoss,
  encoderOf,
  fitEncoder,
  type LossWeights,
  learnFriction,
  splitByTime,
} from '../../../packages/offline/src/friction/index.ts';
import { makeRandom, minimise } from '../../../packages/offline/src/maths/index.ts';
import { simulateSteps } from './simulate-steps.ts';

/** Trouble of kind a hurts only those who have met kind b before: no sum of the fixed form's parts says so. */
const gated = (sessions: number, seed: number) =>
  simulateSteps({
    sessions,
    seed,
    lift: ([a = 0], [, b = 0]) => 4.5 * saturate(a, 0.3) * saturate(b, 1) * (b > 0 ? 1 : 0),
  });

describe('the encoder’s loss', () => {
  const steps = gated(60, 3);
  const layout = encoderLayout(steps);
  const rows = Int32Array.from({ length: steps.n }, (_, i) => i);
  const random = makeRandom(8);
  const start = new Float64Array(layout.size);
  const theta = start.map(() => 0.6 * (random.uniform() - 0.5));
  const contrast = contrastPairs(steps, rows, 1);

  it.each<[string, LossWeights]>([
    ['hazard alone', { reconstruction: 0, contrast: 0, frozen: false }],
    ['reconstruction', { reconstruction: 0.7, contrast: 0, frozen: false }],
    ['contrast', { reconstruction: 0, contrast: 0.9, frozen: false }],
    ['all', { reconstruction: 0.3, contrast: 0.2, frozen: false }],
  ])('has the gradient of finite differences: %s', (_, weights) => {
    const input = { steps, rows, layout, start, contrast, weights };
    const gradient = new Float64Array(layout.size);
    encoderLoss(input, theta, gradient);
    const none = new Float64Array(layout.size);
    const h = 1e-5;
    for (let k = 0; k < layout.size; k++) {
      const [up, down] = [theta.slice(), theta.slice()];
      up[k] = (up[k] as number) + h;
      down[k] = (down[k] as number) - h;
      const slope = (encoderLoss(input, up, none) - encoderLoss(input, down, none)) / (2 * h);
      expect(Math.abs(slope - (gradient[k] as number)), `parameter ${k}`).toBeLessThan(
        1e-5 * (1 + Math.abs(slope)),
      );
    }
  });

  it('contrasts leavers with buyers of the same template alone', () => {
    const { anchor, others, perAnchor } = contrast;
    expect(anchor.length).toBeGreaterThan(5);
    anchor.forEach((r, a) => {
      expect(steps.event[r]).toBe(1);
      for (const o of others.subarray(a * perAnchor, (a + 1) * perAnchor))
        expect([steps.template[o], steps.marginCents[o]]).toEqual([steps.template[r], 5000]);
    });
  });
});

describe('the learned encoder', () => {
  const steps = gated(2500, 5);

  it('is chosen over the fixed form where friction interacts, and loses less on later sessions', () => {
    const { chosen, trials } = chooseEncoder(steps, splitByTime(steps, 0.75), 1);
    expect(chosen).not.toBe('fixed');
    expect(trials).toHaveLength(5);
    expect(trials.find(({ name }) => name === chosen)?.gain.low).toBeGreaterThan(0);
    expect(trials[0]?.gain.value).toBe(0);
  });

  it('gives the contract’s φ, to the rounding that a release carries', () => {
    const rows = Int32Array.from({ length: 200 }, (_, i) => i);
    const fit = fitEncoder(steps, rows, {
      weights: { reconstruction: 0.1, contrast: 0.1, frozen: false },
      seed: 2,
      iterations: 10,
    });
    const { phi } = encodeRows(steps, rows, fit.theta, fit.layout);
    const wide = encoderOf(fit);
    // The contract's encoder has eight families; the test's has three: the others feel nothing.
    const place = (k: number) => (k < 3 ? k : k + 5);
    const encoder = {
      half: new Array(16).fill(1),
      weights: new Array(256).fill(0),
      bias: new Array(16).fill(0),
    };
    for (let k = 0; k < 6; k++) {
      encoder.half[place(k)] = wide.half[k];
      encoder.bias[place(k)] = wide.bias[k];
      for (let j = 0; j < 6; j++) encoder.weights[place(k) * 16 + place(j)] = wide.weights[k * 6 + j];
    }
    const eight = (x: Float64Array, i: number) => [...x.subarray(3 * i, 3 * i + 3), 0, 0, 0, 0, 0];
    for (const i of [0, 7, 133]) {
      const found = encodeFriction(encoder, eight(steps.d, i), eight(steps.total, i));
      for (let k = 0; k < 6; k++)
        expect(Math.abs((found[place(k)] as number) - (phi[i * 6 + k] as number))).toBeLessThan(1e-3);
      expect(found.every((x) => x >= 0 && x < 1)).toBe(true);
    }
  });

  it('is nothing for a step without friction', () => {
    const encoder = {
      half: new Array(16).fill(2),
      weights: new Array(256).fill(0.3),
      bias: new Array(16).fill(1),
    };
    expect(encodeFriction(encoder, new Array(8).fill(0), new Array(8).fill(0))).toEqual(
      new Array(16).fill(0),
    );
  });
});

describe('refusals', () => {
  const steps = gated(300, 1);
  it.each([
    ['nobody left', { ...steps, event: new Uint8Array(steps.n) }, /0 of \d+ rows at risk were left/],
    ['too few rows', gated(4, 2), /50 each are needed/],
  ])('%s', (_, broken, message) => {
    let refused: unknown;
    try {
      learnFriction(broken, 1);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(Fault);
    expect((refused as Fault).message).toMatch(message);
  });
});

describe('minimise', () => {
  it('finds the minimum of Rosenbrock’s valley', () => {
    const { at, value } = minimise(
      ([x = 0, y = 0], gradient) => {
        gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
        gradient[1] = 200 * (y - x * x);
        return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
      },
      Float64Array.of(-1.2, 1),
      { iterations: 300, tolerance: 1e-14 },
    );
    expect(value).toBeLessThan(1e-10);
    expect(Math.hypot((at[0] as number) - 1, (at[1] as number) - 1)).toBeLessThan(1e-4);
  });
});
