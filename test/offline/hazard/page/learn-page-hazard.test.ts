import { HAZARD_ROW_NAMES, modelRunner, parseBlob, sigmoid, twinEngine } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import {
  learnPageHazard,
  logLosses,
  MOST_PAGE_BLOB_BYTES,
  type PageForm,
  type PageHazard,
  pageFiles,
} from '../../../../packages/offline/src/hazard/index.ts';
import { hazardRowAt } from '../../../../packages/offline/src/hazard/page/page-rows.ts';
import { openOnnx } from '../../../../packages/sdk/src/hazard/onnx-session.ts';
import { linearTruth, simulatePeriods, steppedTruth } from './simulate-periods.ts';

const stepped = simulatePeriods(1800, steppedTruth, 1);
const fewer = simulatePeriods(700, steppedTruth, 3);
const later = simulatePeriods(1500, steppedTruth, 2);
const mean = (v: ArrayLike<number>) => Array.from(v).reduce((a, b) => a + b, 0) / v.length;

const lambdaOf = ({ shipped }: PageHazard) =>
  Float64Array.from({ length: later.n }, (_, i) => shipped.runner.score(hazardRowAt(later, i)));

/** The same rows by the blob's twin and by the .onnx: the largest differences from the kernel. */
const gaps = async ({ shipped }: PageHazard): Promise<{ twin: number; onnx: number }> => {
  const twin = modelRunner(parseBlob(shipped.blob), twinEngine(parseBlob(shipped.blob)));
  const session = await openOnnx(shipped.onnx);
  const worst = { twin: 0, onnx: 0 };
  for (let i = 0; i < 300; i++) {
    const row = hazardRowAt(later, i);
    const p = shipped.runner.score(row);
    const [theirs = Number.NaN] = await session.run(row);
    worst.twin = Math.max(worst.twin, Math.abs(twin.score(row) - p));
    worst.onnx = Math.max(worst.onnx, Math.abs(theirs - p));
  }
  await session.release();
  return worst;
};

describe('learnPageHazard', () => {
  const chosen = learnPageHazard(stepped, { form: 'auto', seed: 1 });

  it('takes a form beyond the linear one where leaving has steps and products, and it is better on new sessions', () => {
    expect(chosen.form).not.toBe('linear');
    const linear = learnPageHazard(stepped, { form: 'linear', seed: 1 });
    const truth = Float64Array.from({ length: later.n }, (_, i) =>
      sigmoid(
        steppedTruth({
          stage: later.stage[i] as number,
          step: later.step[i] as number,
          z: Array.from(later.z.subarray(i * 8, i * 8 + 8)),
          phi: Array.from(later.phi.subarray(i * 16, i * 16 + 16)),
        }),
      ),
    );
    const [ours, straight, oracle] = [lambdaOf(chosen), lambdaOf(linear), truth].map((p) =>
      mean(logLosses(p, later.event)),
    ) as [number, number, number];
    // At least a third of what the linear form loses beside the truth.
    expect(straight - ours).toBeGreaterThan((straight - oracle) / 3);
  });

  it('measures the blob on later sessions, with the trials that chose it', () => {
    const { evaluation, trials } = chosen;
    expect(trials.map(({ name }) => name)).toEqual(['linear', 'ramps', 'net', 'trees', 'stack']);
    expect(trials[0]?.gain.value).toBe(0);
    expect(evaluation?.logLoss.high).toBeGreaterThan(mean(logLosses(lambdaOf(chosen), later.event)) - 0.02);
    expect(evaluation?.auc.value).toBeGreaterThan(0.6);
  });

  it('stays linear where the truth is, to the byte', () => {
    const periods = simulatePeriods(1200, linearTruth, 3);
    const auto = learnPageHazard(periods, { form: 'auto', seed: 1 });
    expect(auto.form).toBe('linear');
    expect(auto.shipped.blob).toEqual(learnPageHazard(periods, { form: 'linear', seed: 1 }).shipped.blob);
  });

  it.each(['linear', 'ramps', 'net', 'trees', 'stack'] as const satisfies readonly PageForm[])(
    'ships %s small, with equal bits in kernel and twin and within 1e-6 of its .onnx',
    async (form) => {
      const page = learnPageHazard(fewer, { form, seed: 1 });
      expect(page.form).toBe(form);
      expect(page.shipped.blob.length).toBeLessThanOrEqual(MOST_PAGE_BLOB_BYTES);
      const { twin, onnx } = await gaps(page);
      expect(twin).toBe(0);
      expect(onnx).toBeLessThanOrEqual(1e-6);
    },
  );

  it('writes blob, .onnx, parity rows and a card', () => {
    const files = pageFiles(chosen, stepped);
    expect(Object.keys(files)).toEqual([
      'hazard.blob',
      'hazard.onnx',
      'hazard-parity.json',
      'hazard-card.md',
    ]);
    const { rows, lambda, inputs } = JSON.parse(files['hazard-parity.json'] as string) as {
      rows: number[][];
      lambda: number[];
      inputs: string[];
    };
    expect(inputs).toEqual(HAZARD_ROW_NAMES);
    expect(rows.map((row) => chosen.shipped.runner.score(row))).toEqual(lambda);
    expect(files['hazard-card.md']).toMatch(/Form: (ramps|net|trees|stack)/);
  });

  it('takes the linear form, unmeasured, where sessions are few, and refuses fewer', () => {
    const few = learnPageHazard(simulatePeriods(30, linearTruth, 4), { form: 'auto', seed: 1 });
    expect([few.form, few.evaluation]).toEqual(['linear', null]);
    expect(few.notes[0]).toMatch(/not evaluated: .*a time split leaves \d+ and \d+ rows, 50 each/);
    expect(() => learnPageHazard(simulatePeriods(3, linearTruth, 4), { form: 'auto', seed: 1 })).toThrow(
      /at least 50 rows of both kinds/,
    );
  });
});
