import { Fault, log, sigmoid } from '@causeway/contract';
import { addOuter, bernoulliLogLikelihood, cholesky, choleskySolve, mirror, rowDot } from '../maths/index.ts';

/** Prior precisions of the base slopes, of an arm's own level and of an arm's own slopes. */
export type ArmPrecisions = { readonly base: number; readonly level: number; readonly slope: number };

export type ArmLogisticInput = {
  /** n x p; column 0 is one, the others have deviation about one. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly arm: Int32Array;
  readonly arms: number;
  readonly y: ArrayLike<number>;
  readonly precisions: ArmPrecisions;
  readonly start?: ArmLogisticFit;
};

export type ArmLogisticFit = {
  /** η = x·base + x·arm[a], arm[0] being zero. */
  readonly base: Float64Array;
  readonly arm: readonly Float64Array[];
  /** Laplace's approximation of ln p(y | precisions): what the precisions are chosen by. */
  readonly logEvidence: number;
};

const halfLogDet = (l: Float64Array, p: number): number => {
  let sum = 0;
  for (let k = 0; k < p; k++) sum += log(l[k * p + k] as number);
  return sum;
};

/**
 * A logistic regression with one base for all arms and a penalised departure for each (A9 on the logit scale, hierarchical):
 * η = xᵀ(b + g_a), g_0 = 0, priors b ~ N(0, 1/base), g ~ N(0, 1/level | 1/slope). A row touches the base and its own arm alone, so the
 * Hessian has the shape of an arrow and Newton's step costs n p² + A p³ through the Schur complement of the arms.
 * Throws `bad-input` when it does not converge.
 */
export const fitArmLogistic = (input: ArmLogisticInput): ArmLogisticFit => {
  const { x, n, p, arm, arms, y, precisions } = input;
  const penaltyBase = Float64Array.from({ length: p }, (_, k) => (k === 0 ? 1e-4 : precisions.base));
  const penaltyArm = Float64Array.from({ length: p }, (_, k) =>
    k === 0 ? precisions.level : precisions.slope,
  );
  let base = input.start?.base.slice() ?? new Float64Array(p);
  let own = input.start?.arm.map((g) => g.slice()) ?? Array.from({ length: arms }, () => new Float64Array(p));
  const eta = (i: number, b: Float64Array, g: readonly Float64Array[]) =>
    rowDot(x, i, p, b) +
    ((arm[i] as number) === 0 ? 0 : rowDot(x, i, p, g[arm[i] as number] as Float64Array));
  const ridge = (w: Float64Array, r: Float64Array) => w.reduce((s, v, k) => s + (r[k] as number) * v * v, 0);
  const objectiveOf = (b: Float64Array, g: readonly Float64Array[]): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += bernoulliLogLikelihood(y[i] as number, eta(i, b, g));
    return (
      sum - ridge(b, penaltyBase) / 2 - g.reduce((s, w, a) => s + (a === 0 ? 0 : ridge(w, penaltyArm)), 0) / 2
    );
  };
  let objective = objectiveOf(base, own);
  for (let iteration = 0; iteration < 50; iteration++) {
    const hessians = Array.from({ length: arms }, () => new Float64Array(p * p));
    const gradients = Array.from({ length: arms }, () => new Float64Array(p));
    for (let i = 0; i < n; i++) {
      const a = arm[i] as number;
      const mean = sigmoid(eta(i, base, own));
      const residual = (y[i] as number) - mean;
      const g = gradients[a] as Float64Array;
      for (let k = 0; k < p; k++) g[k] = (g[k] as number) + residual * (x[i * p + k] as number);
      addOuter(hessians[a] as Float64Array, p, x, i * p, mean * (1 - mean));
    }
    const schur = new Float64Array(p * p);
    const right = new Float64Array(p);
    for (let k = 0; k < p; k++) {
      schur[k * p + k] = penaltyBase[k] as number;
      right[k] = -(penaltyBase[k] as number) * (base[k] as number);
    }
    const factors: Float64Array[] = [];
    let logDet = 0;
    for (let a = 0; a < arms; a++) {
      const s = mirror(hessians[a] as Float64Array, p);
      const g = gradients[a] as Float64Array;
      for (let k = 0; k < p; k++) right[k] = (right[k] as number) + (g[k] as number);
      for (let k = 0; k < p * p; k++) schur[k] = (schur[k] as number) + (s[k] as number);
      if (a === 0) {
        factors.push(new Float64Array(0));
        continue;
      }
      const block = s.slice();
      for (let k = 0; k < p; k++) block[k * p + k] = (block[k * p + k] as number) + (penaltyArm[k] as number);
      const factor = cholesky(block, p);
      factors.push(factor);
      logDet += halfLogDet(factor, p);
      const armRight = Float64Array.from(
        g,
        (v, k) => v - (penaltyArm[k] as number) * ((own[a] as Float64Array)[k] as number),
      );
      const solved = choleskySolve(factor, p, armRight);
      for (let k = 0; k < p; k++) {
        right[k] = (right[k] as number) - rowDot(s, k, p, solved);
        const column = choleskySolve(factor, p, s.subarray(k * p, (k + 1) * p));
        for (let j = 0; j < p; j++) schur[j * p + k] = (schur[j * p + k] as number) - rowDot(s, j, p, column);
      }
    }
    const schurFactor = cholesky(schur, p);
    const stepBase = choleskySolve(schurFactor, p, right);
    const stepOwn = own.map((w, a) => {
      if (a === 0) return new Float64Array(p);
      const s = hessians[a] as Float64Array;
      const armRight = Float64Array.from(
        gradients[a] as Float64Array,
        (v, k) => v - (penaltyArm[k] as number) * (w[k] as number) - rowDot(s, k, p, stepBase),
      );
      return choleskySolve(factors[a] as Float64Array, p, armRight);
    });
    let scale = 1;
    let [nextBase, nextOwn, reached] = [base, own, -Infinity];
    for (; scale > 1e-6; scale /= 2) {
      nextBase = base.map((v, k) => v + scale * (stepBase[k] as number));
      nextOwn = own.map((w, a) => w.map((v, k) => v + scale * ((stepOwn[a] as Float64Array)[k] as number)));
      reached = objectiveOf(nextBase, nextOwn);
      if (reached >= objective - 1e-10 * Math.abs(objective)) break;
    }
    const gain = reached - objective;
    [base, own, objective] = [nextBase, nextOwn, reached];
    if (Math.abs(gain) < 1e-7 * Math.abs(objective)) {
      const prior = (r: Float64Array) => r.reduce((s, v) => s + log(v), 0) / 2;
      const logEvidence =
        objective + prior(penaltyBase) + (arms - 1) * prior(penaltyArm) - logDet - halfLogDet(schurFactor, p);
      return { base, arm: own, logEvidence };
    }
  }
  throw new Fault('bad-input', 'arm logistic', 'no convergence in 50 steps');
};
