import { sigmoid } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { madePeriods } from '../../../../bench/hazard-models/made-periods.ts';
import {
  auc,
  learnHazard,
  logLosses,
  type ModelName,
  shipHazard,
} from '../../../../packages/offline/src/hazard/index.ts';
import { brokenLine } from '../../../../packages/offline/src/hazard/models/calibration-map.ts';
import { rowRange } from '../../../../packages/offline/src/hazard/models/hazard-rows.ts';
import { openOnnx } from '../../../../packages/sdk/src/hazard/onnx-session.ts';

const NAMES = ['stays', 'now', 'flag', 'step', 'idle'];
const train = madePeriods(600, 1);
const test = madePeriods(1500, 2);
const mean = (v: Float64Array) => v.reduce((a, b) => a + b, 0) / v.length;
const sessions = Array.from(test.session, String);

const parity = async (onnx: Uint8Array, p: Float64Array): Promise<number> => {
  const session = await openOnnx(onnx);
  let worst = 0;
  for (let i = 0; i < 300; i++) {
    const [theirs = Number.NaN] = await session.run(test.x.slice(i * test.d, (i + 1) * test.d));
    worst = Math.max(worst, Math.abs(theirs - (p[i] as number)));
  }
  await session.release();
  return worst;
};

describe.each(['linear', 'net', 'trees', 'auto'] as const satisfies readonly ModelName[])('%s', (model) => {
  const learned = learnHazard(train, model, 1);
  const shipped = shipHazard(learned, NAMES);
  const p = shipped.predict(test);

  it('comes near the truth that made the rows', () => {
    const oracle = mean(logLosses(test.truth, test.y));
    const share = train.y.reduce((a, b) => a + b, 0) / train.n;
    const base = mean(logLosses(new Float64Array(test.n).fill(share), test.y));
    const loss = mean(logLosses(p, test.y));
    expect((base - loss) / (base - oracle)).toBeGreaterThan(model === 'net' ? 0.5 : 0.75);
    const gap = auc(test.truth, test.y, sessions).value - auc(p, test.y, sessions).value;
    expect(gap).toBeLessThan(model === 'net' ? 0.05 : 0.03);
  });

  it('is the same in the kernel, in double precision and in onnxruntime', async () => {
    const exact = learned.predictScore(test.x, test.n).map(sigmoid);
    expect(Math.max(...exact.map((v, i) => Math.abs(v - (p[i] as number))))).toBeLessThan(1e-6);
    expect(await parity(shipped.onnx, p)).toBeLessThanOrEqual(1e-6);
  });
});

describe('learnHazard', () => {
  it('runs a calibration of many steps in the kernel as in onnxruntime', async () => {
    const learned = learnHazard(rowRange(train, 0, 800), 'linear', 1);
    const points = Array.from({ length: 20 }, (_, k) => [k / 4 - 4, k / 3 - 5 + (k % 3) / 10] as const);
    const score = { ...learned.score, calibration: brokenLine('isotonic', points) };
    const shipped = shipHazard({ ...learned, score }, NAMES);
    expect(await parity(shipped.onnx, shipped.predict(test))).toBeLessThanOrEqual(1e-6);
  });

  it('gives the same bytes for the same rows and seed', () => {
    const few = rowRange(train, 0, 700);
    const bytes = () => Buffer.from(shipHazard(learnHazard(few, 'trees', 4), NAMES).blob).toString('base64');
    expect(bytes()).toBe(bytes());
  });

  it('learns a straight form where there are too few events to choose', () => {
    const learned = learnHazard(madePeriods(12, 8), 'auto', 1);
    expect([learned.name, learned.folds, learned.calibration.map.method]).toEqual(['linear', 0, 'none']);
  });

  it('refuses rows of one outcome, and rows without columns', () => {
    expect(() => learnHazard({ ...train, y: new Uint8Array(train.n) }, 'auto', 1)).toThrow(
      /rows with 0 events; at least 5 with and 5 without/,
    );
    expect(() => learnHazard({ ...train, d: 0, x: new Float32Array() }, 'auto', 1)).toThrow(
      /no feature and no clock/,
    );
  });
});
