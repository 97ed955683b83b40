/**
 * Ridge regression that learns a row at a time (recursive least squares): w minimises Σ h_i (y_i - xᵀw)² + r |w|², exactly, after every
 * row, by K = Px / (1/h + xᵀPx), w += K (y - xᵀw), P -= K xᵀP. Rows fade by `memory` each (1 keeps all): what was true last month
 * gives way. Cost d² a row; x is d numbers read from a matrix at `from`.
 */
export class RecursiveRidge {
  readonly d: number;
  readonly weights: Float64Array;
  readonly #p: Float64Array;
  readonly #px: Float64Array;
  readonly #memory: number;

  constructor(d: number, ridge: number, memory = 1) {
    this.d = d;
    this.weights = new Float64Array(d);
    this.#p = new Float64Array(d * d);
    for (let k = 0; k < d; k++) this.#p[k * d + k] = 1 / ridge;
    this.#px = new Float64Array(d);
    this.#memory = memory;
  }

  predict(x: Float64Array, from: number): number {
    let sum = 0;
    const w = this.weights;
    for (let k = 0; k < this.d; k++) sum += (w[k] as number) * (x[from + k] as number);
    return sum;
  }

  learn(x: Float64Array, from: number, y: number, weight: number): void {
    const { d, weights } = this;
    const [p, px] = [this.#p, this.#px];
    let spread = 0;
    for (let i = 0; i < d; i++) {
      let sum = 0;
      const row = i * d;
      for (let j = 0; j < d; j++) sum += (p[row + j] as number) * (x[from + j] as number);
      px[i] = sum;
      spread += sum * (x[from + i] as number);
    }
    const scale = 1 / (this.#memory / weight + spread);
    const gap = scale * (y - this.predict(x, from));
    for (let i = 0; i < d; i++) {
      const own = px[i] as number;
      weights[i] = (weights[i] as number) + gap * own;
      const row = i * d;
      const step = scale * own;
      for (let j = 0; j < d; j++)
        p[row + j] = ((p[row + j] as number) - step * (px[j] as number)) / this.#memory;
    }
  }
}
