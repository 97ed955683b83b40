import { dot, Fault, type FrictionEncoder } from '@causeway/contract';
import type { Interval } from '../maths/index.ts';
import { CANDIDATES, chooseEncoder, type EncoderTrial } from './choose-encoder.ts';
import { coarseTemplates } from './coarse-templates.ts';
import { encodeRows } from './encode-rows.ts';
import { logOdds } from './encoder-loss.ts';
import { encoderOf, fitEncoder } from './fit-encoder.ts';
import { fitMemory, type MemoryFit } from './fit-memory.ts';
import { coordinates, type FrictionSteps, riskRows, splitByTime } from './friction-steps.ts';
import { fixedIndex, indexGain } from './index-gain.ts';
import { calibrateIndex, type IndexCalibration, indexWeights } from './index-weights.ts';
import { sampleSessions } from './sample-sessions.ts';
import { type StructuralMeans, structuralMeans } from './structural-means.ts';
import { type TemplateFriction, templateReport } from './template-report.ts';

export type LearnedFriction = {
  /** null when the fixed form was best */
  readonly encoder: FrictionEncoder | null;
  readonly q: readonly number[];
  readonly beta: number;
  /** φ of every row of the steps, under the encoder */
  readonly phi: Float64Array;
  readonly structural: StructuralMeans;
  readonly report: FrictionReport;
};

export type FrictionReport = {
  readonly rows: number;
  readonly rowsAtRisk: number;
  readonly events: number;
  readonly sessions: number;
  readonly chosen: string;
  readonly trials: readonly EncoderTrial[];
  /** F on the later sessions, by a fit of the earlier ones */
  readonly calibration: IndexCalibration;
  /** how much less the calibrated index loses on the later sessions than the index that knows no data, a row, by session */
  readonly gainOverFixedIndex: Interval;
  readonly memory: MemoryFit;
  readonly index: readonly { readonly name: string; readonly weight: number }[];
  /** the worst first */
  readonly templates: readonly TemplateFriction[];
  readonly notes: readonly string[];
};

const TRAIN_SHARE = 0.75;
/** Learning goes over all rows some hundred times; a larger log gives no better φ, so the newest sessions are taken. */
const MOST_ROWS = 10_000;

/** Levels of the hazard by template; the rarest share one. The ranking keeps them apart. */
const MOST_TEMPLATES = 30;

const allRows = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

const indexOf = (q: readonly number[], phi: Float64Array): Float64Array =>
  Float64Array.from({ length: phi.length / q.length }, (_, i) =>
    dot(q, phi.subarray(i * q.length, (i + 1) * q.length)),
  );

/** A null index stands for a hazard that no friction raises: then every coordinate counts alike. */
const weightsOrEven = (v: ArrayLike<number>): number[] =>
  indexWeights(v) ?? indexWeights(new Array<number>(v.length).fill(1)) ?? [];

/**
 * The friction part of a release from steps with known ends: encoder (B26) by the loss that foretells best, index (B27) with its
 * calibration, memory (B28), structural means and their ranking (B29). The later quarter of the sessions judges; then all are learned from.
 * Throws `bad-input` when the steps are too few, or all or none were left.
 */
export const learnFriction = (given: FrictionSteps, seed: number): LearnedFriction => {
  const all = coarseTemplates(given, MOST_TEMPLATES);
  const { steps, dropped } = sampleSessions(all, MOST_ROWS);
  const risk = riskRows(steps);
  const events = risk.reduce((sum, i) => sum + (steps.event[i] as number), 0);
  if (events === 0 || events === risk.length)
    throw new Fault(
      'bad-input',
      'friction steps',
      `${events} of ${risk.length} rows at risk were left: both kinds are needed`,
    );
  const split = splitByTime(steps, TRAIN_SHARE);
  const { chosen, trials, fit: early } = chooseEncoder(steps, split, seed);
  const weights = CANDIDATES[chosen] ?? { reconstruction: 0, contrast: 0, frozen: true };

  const earlyPhi = encodeRows(steps, allRows(steps.n), early.theta, early.layout).phi;
  const { v, k } = early.layout;
  const earlyIndex = indexOf(weightsOrEven(early.theta.subarray(v, v + k)), earlyPhi);
  const memory = fitMemory(steps, earlyIndex, split);
  const calibration = calibrateIndex(
    Float64Array.from(split.test, (i) => earlyIndex[i] as number),
    split.test.map((i) => steps.event[i] as number),
    split.test.map((i) => steps.session[i] as number),
  );

  const fit = fitEncoder(steps, risk, { weights, seed });
  const rows = allRows(all.n);
  const encoded = encodeRows(all, rows, fit.theta, fit.layout);
  const slopes = fit.theta.subarray(v, v + k);
  const q = weightsOrEven(slopes);
  const names = coordinates(steps);
  const structural = structuralMeans(given, encoded.phi);
  const notes: string[] = [];
  if (split.splitAt === null) notes.push('Time does not part the sessions, so every fourth one judged.');
  if (dropped > 0)
    notes.push(`The encoder was learned from the newest sessions; ${dropped} older rows were left out.`);
  if (indexWeights(slopes) === null)
    notes.push('No friction raised the hazard: every kind counts alike in the index.');
  if (!(calibration.slopeLow > 0))
    notes.push('On later sessions the index does not surely rise with the hazard.');
  return {
    encoder: weights.frozen ? null : encoderOf(fit),
    q,
    beta: memory.beta,
    phi: encoded.phi,
    structural,
    report: {
      rows: all.n,
      rowsAtRisk: riskRows(all).length,
      events: all.event.reduce((a, b) => a + b, 0),
      sessions: all.sessions.length,
      chosen,
      trials,
      calibration,
      gainOverFixedIndex: indexGain(steps, { learned: earlyIndex, fixed: fixedIndex(steps) }, split),
      memory,
      index: names.map((name, j) => ({ name, weight: q[j] as number })),
      templates: templateReport({
        steps: given,
        phi: encoded.phi,
        names,
        q,
        v: Array.from(slopes),
        eta: logOdds(all, rows, fit.theta, fit.layout, encoded),
        structural,
      }),
      notes,
    },
  };
};
