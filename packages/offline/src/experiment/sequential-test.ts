import { exp, Fault, log } from '@causeway/contract';

export type SequentialLook = {
  readonly rows: number;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  /** Always-valid: the least of all looks so far. */
  readonly pValue: number;
  readonly decided: boolean;
};

type Sums = { n: number; mean: number; m2: number };

/**
 * A confidence sequence for a difference of means (the normal mixture; Robbins 1970, Johari et al. 2017), V being the variance of δ̂_n.
 * With a prior N(0, τ²) on δ the mixture likelihood ratio is Λ = sqrt(V/(V + τ²)) exp(δ̂² τ² / (2 V (V + τ²))), p = min(1, 1/Λ), and the
 * interval is δ̂ ± sqrt(2 V (V + τ²)/τ² · (ln(1/α) + ½ ln((V + τ²)/V))). Looking after each person, and stopping when one likes, keeps α.
 */
export class SequentialTest {
  readonly alpha: number;
  readonly tau: number;
  #least = 1;
  #low = -Infinity;
  #high = Infinity;
  readonly sturdy: boolean;
  readonly #sums: readonly [Sums, Sums] = [
    { n: 0, mean: 0, m2: 0 },
    { n: 0, mean: 0, m2: 0 },
  ];

  /**
   * @param tau size of effect that one expects: where the sequence is shortest.
   * @param sturdy the smaller arm's outcomes are taken to vary no less than the larger one's: a few dozen who happen to be alike prove nothing.
   * Throws `bad-input` for α outside (0, 1) or τ <= 0.
   */
  constructor(options: { readonly tau: number; readonly alpha?: number; readonly sturdy?: boolean }) {
    this.alpha = options.alpha ?? 0.05;
    this.sturdy = options.sturdy ?? false;
    this.tau = options.tau;
    if (!(this.alpha > 0 && this.alpha < 1))
      throw new Fault('bad-input', 'alpha', `got ${this.alpha}, allowed is between 0 and 1`);
    if (!(this.tau > 0 && Number.isFinite(this.tau)))
      throw new Fault('bad-input', 'tau', `got ${this.tau}, a finite number above 0 is needed`);
  }

  /** One person's outcome: independent of the others', so a person is added once, when the outcome is complete. */
  add(treated: boolean, outcome: number): void {
    const side = this.#sums[treated ? 1 : 0];
    side.n++;
    const gap = outcome - side.mean;
    side.mean += gap / side.n;
    side.m2 += gap * (outcome - side.mean);
  }

  /** What may be said now. Undecided, with no bounds, until both arms hold 30. */
  look(): SequentialLook {
    const [control, treated] = this.#sums;
    const rows = control.n + treated.n;
    const effect = treated.mean - control.mean;
    const [few, many] = control.n < treated.n ? [control, treated] : [treated, control];
    const least = this.sturdy ? many.m2 / many.n / few.n : 0;
    const v = Math.max(few.m2 / few.n ** 2, least) + many.m2 / many.n ** 2;
    if (Math.min(control.n, treated.n) < 30 || !(v > 0))
      return {
        rows,
        effect,
        low: this.#low,
        high: this.#high,
        pValue: this.#least,
        decided: this.#least < this.alpha,
      };
    const square = this.tau * this.tau;
    const lnRatio = (effect * effect * square) / (2 * v * (v + square)) - log((v + square) / v) / 2;
    this.#least = Math.min(this.#least, lnRatio > 0 ? exp(-lnRatio) : 1);
    const half = Math.sqrt(
      ((2 * v * (v + square)) / square) * (log(1 / this.alpha) + log((v + square) / v) / 2),
    );
    this.#low = Math.max(this.#low, effect - half);
    this.#high = Math.min(this.#high, effect + half);
    return {
      rows,
      effect,
      low: this.#low,
      high: this.#high,
      pValue: this.#least,
      decided: this.#least < this.alpha,
    };
  }
}
