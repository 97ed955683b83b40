import {
  DEFAULT_FRICTION_MODEL,
  EMBEDDING_SIZE,
  type HazardModel,
  hazard,
  PHI_SIZE,
  STAGES,
} from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import type { PersonPeriods } from '../../../packages/offline/src/exposure/exposures.ts';
import {
  auc,
  calibrationError,
  calibrationTable,
  evaluateHazard,
  fitFriction,
  fitHazard,
  fitPeriodHazard,
  logLosses,
  predictHazard,
} from '../../../packages/offline/src/hazard/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { numericCsv, referenceFile } from '../support/reference-data.ts';

const TRUTH: HazardModel = {
  alpha: STAGES.map((_, k) => (k === 3 ? -1.5 : k === 4 ? -2.5 : -2)),
  elapsed: 0.8,
  u: Array.from({ length: EMBEDDING_SIZE }, (_, k) => (k === 0 ? 0.5 : 0)),
  v: Array.from({ length: PHI_SIZE }, (_, k) => (k === 3 ? 1.5 : k === 5 ? 0.8 : 0)),
};

/** Sessions that live through cart, shipping and payment until they leave by the truth. No row in review. */
const simulate = (sessions: number, seed: number): PersonPeriods => {
  const random = makeRandom(seed);
  const rows: {
    stage: number;
    step: number;
    z: number[];
    phi: number[];
    event: number;
    session: string;
    at: number;
    last: number;
  }[] = [];
  for (let s = 0; s < sessions; s++) {
    const z = Array.from({ length: EMBEDDING_SIZE }, random.normal);
    for (let step = 1; step <= 9; step++) {
      const phi = Array.from({ length: PHI_SIZE }, () => (random.uniform() < 0.4 ? random.uniform() : 0));
      const stage = 3 + Math.floor((step - 1) / 3);
      const lambda = hazard(TRUTH, { stage: STAGES[stage] as (typeof STAGES)[number], step, z, phi });
      const event = random.uniform() < lambda ? 1 : 0;
      rows.push({
        stage,
        step,
        z,
        phi,
        event,
        session: `s${s}`,
        at: s * 1e6 + step,
        last: event || step === 9 ? 1 : 0,
      });
      if (event === 1) break;
    }
  }
  return {
    n: rows.length,
    stage: Int32Array.from(rows, (r) => r.stage),
    step: Int32Array.from(rows, (r) => r.step),
    z: Float64Array.from(rows.flatMap((r) => r.z)),
    phi: Float64Array.from(rows.flatMap((r) => r.phi)),
    elapsedMs: Float64Array.from(rows, (r) => r.step * 5000),
    event: Uint8Array.from(rows, (r) => r.event),
    session: rows.map((r) => r.session),
    subject: rows.map((r) => r.session),
    at: Float64Array.from(rows, (r) => r.at),
    lastOf: Uint8Array.from(rows, (r) => r.last),
  };
};

const periods = simulate(3000, 1);

describe('fitPeriodHazard', () => {
  const csv = referenceFile('veteran/veteran_person_period.csv');

  it.skipIf(csv === null)('is the reference fit of the veteran trial', () => {
    const c = numericCsv(csv as string);
    const column = (name: string) => c[name] as number[];
    const n = column('y').length;
    const names = ['trt', 'karno', 'age', 'prior'];
    const x = Float64Array.from(
      { length: n * 4 },
      (_, k) => column(names[k % 4] as string)[Math.floor(k / 4)] as number,
    );
    const fit = fitPeriodHazard(
      { n, names, x, period: column('k'), event: column('y'), person: column('id') },
      'each',
    );
    const at = (name: string) => fit.names.indexOf(name);
    expect(fit.logLikelihood).toBeCloseTo(-258.59404772, 7);
    expect(fit.coefficients[at('karno')]).toBeCloseTo(-0.041555619563, 6);
    expect(fit.standardErrors[at('karno')]).toBeCloseTo(0.006804917, 6);
    expect(fit.coefficients[at('trt')]).toBeCloseTo(0.295164254791, 6);
    expect(fit.clusterErrors[at('karno')] as number).toBeGreaterThan(0.003);
  });

  const random = makeRandom(5);
  const lines: [who: string, period: number, event: number, x: number][] = [];
  for (let who = 0; who < 300; who++) {
    const x = random.normal();
    for (let t = 1; t <= 4; t++) {
      const event = random.uniform() < 1 / (1 + Math.exp(1.5 - x)) ? 1 : 0;
      lines.push([`p${who}`, t, event, x]);
      if (event === 1) break;
    }
  }
  const tableOf = (own: typeof lines) => ({
    n: own.length,
    names: ['x'],
    x: Float64Array.from(own, ([, , , x]) => x),
    period: own.map(([, t]) => t),
    event: own.map(([, , event]) => event),
    person: own.map(([who]) => who),
  });

  it('leaves rows behind the event out, wherever they stand in the file', () => {
    const behind = lines.flatMap(([who, t, event, x], k): typeof lines =>
      event === 1 ? [[who, t + 1, k % 2, x + 9]] : [],
    );
    const fit = fitPeriodHazard(tableOf(lines), 'constant');
    const mixed = fitPeriodHazard(tableOf([...behind, ...lines]), 'constant');
    expect(behind.length).toBeGreaterThan(50);
    expect(mixed).toEqual({ ...fit, dropped: { afterEvent: behind.length } });
    expect(fit).toMatchObject({ rows: lines.length, events: behind.length, dropped: { afterEvent: 0 } });
  });

  it('refuses a period that a person has twice, with its rows', () => {
    const twice = [...lines.slice(0, 20), lines[3] as (typeof lines)[number]];
    expect(() => fitPeriodHazard(tableOf(twice), 'constant')).toThrow(
      /rows 4 and 21: both are session p\d+ at time \d/,
    );
  });

  it('refuses a table whose shape is not what it says', () => {
    const table = {
      n: 2,
      names: ['a'],
      x: new Float64Array(3),
      period: [1, 2],
      event: [0, 1],
      person: ['a', 'b'],
    };
    expect(() => fitPeriodHazard(table, 'each')).toThrow(/x holds 3 numbers, 2 x 1/);
  });
});

describe('fitHazard', () => {
  const fit = fitHazard(periods);

  it('finds the truth within its errors, on average', () => {
    const z = [
      (fit.model.elapsed - TRUTH.elapsed) / fit.errors.elapsed,
      ...fit.model.u.map((v, k) => (v - (TRUTH.u[k] as number)) / (fit.errors.u[k] as number)),
      ...fit.model.v.map((v, k) => (v - (TRUTH.v[k] as number)) / (fit.errors.v[k] as number)),
    ];
    const meanSquare = z.reduce((s, v) => s + v * v, 0) / z.length;
    expect(meanSquare).toBeLessThan(2);
    expect((fit.model.alpha[3] as number) - (fit.model.alpha[4] as number)).toBeGreaterThan(0.5);
  });

  it('gives a stage without rows the common level', () => {
    const [review, browse] = [fit.model.alpha[6] as number, fit.model.alpha[1] as number];
    expect(review).toBe(browse);
    expect(review).toBeGreaterThan(-3);
    expect(review).toBeLessThan(-1);
  });

  it('predicts by the contract’s own hazard', () => {
    const p = predictHazard(fit.model, periods);
    const i = 17;
    expect(p[i]).toBe(
      hazard(fit.model, {
        stage: STAGES[periods.stage[i] as number] as (typeof STAGES)[number],
        step: periods.step[i] as number,
        z: [...periods.z.subarray(i * EMBEDDING_SIZE, (i + 1) * EMBEDDING_SIZE)],
        phi: [...periods.phi.subarray(i * PHI_SIZE, (i + 1) * PHI_SIZE)],
      }),
    );
  });

  it('refuses few rows, and rows that all end the same way', () => {
    expect(() => fitHazard(periods, [0, 1, 2])).toThrow(/got 3 rows/);
    expect(() => fitHazard({ ...periods, event: new Uint8Array(periods.n) })).toThrow(/0 leavings/);
  });
});

describe('evaluateHazard', () => {
  it('measures on later sessions, beats the plain share, and is calibrated where the model is true', () => {
    const seen = evaluateHazard(periods, 1);
    expect(seen.trainRows + seen.testRows).toBe(periods.n);
    expect(seen.logLoss.high).toBeLessThan(seen.baseLogLoss + 0.02);
    expect(seen.logLoss.value).toBeLessThan(seen.baseLogLoss);
    expect(seen.auc.low).toBeGreaterThan(0.6);
    expect(seen.ece.value).toBeLessThan(0.03);
    expect(seen.ece.low).toBeLessThanOrEqual(seen.ece.high);
    const off = seen.calibration.filter(
      ({ predicted, observed }) => predicted < observed.low || predicted > observed.high,
    );
    expect(off.length).toBeLessThanOrEqual(2);
  });

  it('refuses a table that a time split would leave empty', () => {
    expect(() => evaluateHazard(simulate(20, 3), 1)).toThrow(/time split leaves/);
  });
});

describe('metrics', () => {
  it('AUC equals counting all pairs, ties half', () => {
    const random = makeRandom(9);
    const p = Array.from({ length: 60 }, () => Math.round(random.uniform() * 10) / 10);
    const y = p.map((v) => (random.uniform() < v ? 1 : 0));
    let [good, pairs] = [0, 0];
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j < 60; j++) {
        if (y[i] !== 1 || y[j] !== 0) continue;
        pairs++;
        good += (p[i] as number) > (p[j] as number) ? 1 : p[i] === p[j] ? 0.5 : 0;
      }
    }
    expect(
      auc(
        p,
        y,
        p.map((_, i) => `${i}`),
      ).value,
    ).toBeCloseTo(good / pairs, 12);
    expect(() => auc([0.1, 0.2], [1, 1], ['a', 'b'])).toThrow(/all outcomes are equal/);
  });

  it('log-loss of certainty in the wrong is large but finite', () => {
    expect([...logLosses([0, 1], [1, 0])].every((v) => v > 27 && v < 28)).toBe(true);
  });

  it('the calibration error is zero when each bin’s share is what was predicted', () => {
    const p = [...new Array(10).fill(0.1), ...new Array(10).fill(0.5)];
    const y = [
      ...Array.from({ length: 10 }, (_, i) => (i === 0 ? 1 : 0)),
      ...Array.from({ length: 10 }, (_, i) => i % 2),
    ];
    const table = calibrationTable(
      p,
      y,
      p.map((_, i) => `${i}`),
      2,
    );
    expect(calibrationError(table)).toBeCloseTo(0, 12);
    expect(table.map((bin) => bin.rows)).toEqual([10, 10]);
  });
});

describe('fitFriction', () => {
  const { model } = fitHazard(periods);
  const friction = fitFriction(periods, model, DEFAULT_FRICTION_MODEL);

  it('keeps β and the size of the index, and has no negative weight', () => {
    expect(friction.beta).toBe(DEFAULT_FRICTION_MODEL.beta);
    expect(friction.q.every((q) => q >= 0)).toBe(true);
    expect(friction.q.reduce((a, b) => a + b, 0)).toBeCloseTo(
      DEFAULT_FRICTION_MODEL.q.reduce((a, b) => a + b, 0),
      10,
    );
    expect(friction.q.indexOf(Math.max(...friction.q))).toBe(3);
  });

  it('lets a stage without rows keep its structural mean, and puts the others near their own', () => {
    expect(friction.structural.review).toEqual(DEFAULT_FRICTION_MODEL.structural.review);
    expect(friction.structural.cart[0]).toBeGreaterThan(0.15);
    expect(friction.structural.cart[0]).toBeLessThan(0.25);
  });

  it('keeps the old weights when no friction drives anyone away', () => {
    const calm = fitFriction(periods, { ...model, v: model.v.map(() => -1) }, DEFAULT_FRICTION_MODEL);
    expect(calm.q).toEqual(DEFAULT_FRICTION_MODEL.q);
  });
});
