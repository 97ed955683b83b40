import { Fault } from '@causeway/contract';
import { cholesky, choleskyInverse, choleskySolve } from './cholesky.ts';
import { addOuter, mirror, rowDot } from './matrix.ts';

export type GlmInput = {
  /** n x p, row-major; a column of ones is the caller's to add. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  /** What the family allows. */
  readonly y: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  /** Ridge precision of each coefficient; 0 leaves one free. None by default. */
  readonly penalty?: ArrayLike<number>;
  readonly start?: ArrayLike<number>;
  readonly maxIterations?: number;
};

export type GlmFit = {
  readonly coefficients: Float64Array;
  /** Root of the diagonal of H⁻¹, H = XᵀWX + penalty. */
  readonly standardErrors: Float64Array;
  /** H⁻¹ (p x p). */
  readonly covariance: Float64Array;
  /** Without the penalty. */
  readonly logLikelihood: number;
  readonly iterations: number;
};

/** A family with its canonical link: its outcomes y have mean μ(η) and, but for a constant, log-likelihood y η - A(η) with A' = μ. */
export type GlmFamily = {
  readonly name: string;
  /** What is allowed, said where y is not. */
  allowed(y: number): string | undefined;
  logLikelihood(y: number, eta: number): number;
  mean(eta: number): number;
  /** A'' as a function of μ. */
  variance(mean: number): number;
  /** What is said where no maximum is found. */
  readonly astray: string;
};

/**
 * max Σ w (y η - A(η)) - ½ Σ r_k b_k², η = Xb, by Newton's method with step halving. Stops when the penalised likelihood gains under
 * 1e-12 of itself and no coefficient moves by 1e-10. Throws `bad-input` for outcomes that the family does not allow, dependent columns,
 * or no convergence.
 */
export const fitGlm = (family: GlmFamily, input: GlmInput): GlmFit => {
  const { x, n, p, y, weights, penalty } = input;
  for (let i = 0; i < n; i++) {
    const allowed = family.allowed(y[i] as number);
    if (allowed !== undefined)
      throw new Fault('bad-input', `row ${i}`, `outcome ${y[i]}, allowed is ${allowed}`);
  }
  let b = input.start === undefined ? new Float64Array(p) : Float64Array.from(input.start);
  const likelihood = (at: Float64Array): [plain: number, penalised: number] => {
    let plain = 0;
    for (let i = 0; i < n; i++) {
      plain +=
        (weights === undefined ? 1 : (weights[i] as number)) *
        family.logLikelihood(y[i] as number, rowDot(x, i, p, at));
    }
    let ridge = 0;
    if (penalty !== undefined)
      for (let k = 0; k < p; k++) ridge += (penalty[k] as number) * (at[k] as number) ** 2;
    return [plain, plain - ridge / 2];
  };
  let [plain, objective] = likelihood(b);
  const maxIterations = input.maxIterations ?? 60;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const hessian = new Float64Array(p * p);
    const gradient = new Float64Array(p);
    for (let i = 0; i < n; i++) {
      const w = weights === undefined ? 1 : (weights[i] as number);
      const mean = family.mean(rowDot(x, i, p, b));
      const residual = w * ((y[i] as number) - mean);
      for (let k = 0; k < p; k++) gradient[k] = (gradient[k] as number) + residual * (x[i * p + k] as number);
      addOuter(hessian, p, x, i * p, w * family.variance(mean));
    }
    for (let k = 0; k < p; k++) {
      const r = penalty === undefined ? 0 : (penalty[k] as number);
      gradient[k] = (gradient[k] as number) - r * (b[k] as number);
      hessian[k * p + k] = (hessian[k * p + k] as number) + r;
    }
    const factor = cholesky(mirror(hessian, p), p);
    const step = choleskySolve(factor, p, gradient);
    let scale = 1;
    let next = b;
    let reached: [number, number] = [plain, -Infinity];
    for (; scale > 1e-8; scale /= 2) {
      next = b.map((v, k) => v + scale * (step[k] as number));
      reached = likelihood(next);
      if (reached[1] >= objective - 1e-12 * Math.abs(objective)) break;
    }
    const gain = reached[1] - objective;
    const moved = step.reduce((top, s) => Math.max(top, Math.abs(scale * s)), 0);
    b = next;
    [plain, objective] = reached;
    if (Math.abs(gain) <= 1e-12 * Math.abs(objective) && moved < 1e-10) {
      const covariance = choleskyInverse(factor, p);
      const standardErrors = Float64Array.from({ length: p }, (_, k) =>
        Math.sqrt(covariance[k * p + k] as number),
      );
      return { coefficients: b, standardErrors, covariance, logLikelihood: plain, iterations: iteration };
    }
  }
  throw new Fault(
    'bad-input',
    `${family.name} regression`,
    `no convergence in ${maxIterations} steps: ${family.astray}`,
  );
};
