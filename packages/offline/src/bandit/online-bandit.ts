import { Fault } from '@causeway/contract';
import type { Exploration } from './exploration.ts';
import { RecursiveRidge } from './recursive-ridge.ts';

export type BanditOptions = {
  readonly arms: number;
  /** width of a context, a constant included */
  readonly d: number;
  readonly exploration: Exploration;
  /** 'weighted': the shown arm learns its reward with weight min(1/p, cap)/cap'; 'doubly-robust': every arm learns q̂ + 1{a}/p (r - q̂). */
  readonly update?: 'weighted' | 'doubly-robust';
  readonly ridge?: number;
  /** share of a row's weight that is left after the next one; 1 forgets nothing */
  readonly memory?: number;
};

const WEIGHT_CAP = 50;
const WIDEST = 128;

/**
 * A small contextual bandit that learns between releases: a linear model an arm (B33's scores, by least squares), one row at a time, from
 * a log that any policy with known propensities wrote. `propose` never looks at the row's own reward, so the mean of what it
 * would have earned along the log is an honest value (progressive validation).
 */
export class OnlineBandit {
  readonly options: Required<BanditOptions>;
  readonly models: readonly RecursiveRidge[];
  readonly #predictions: Float64Array;

  /** Throws `bad-input` for under 2 arms, a width over 128, or a memory outside (0, 1]. */
  constructor(options: BanditOptions) {
    const full = { update: 'weighted' as const, ridge: 1, memory: 1, ...options };
    const { arms, d, memory } = full;
    if (!(arms >= 2 && arms <= 64))
      throw new Fault('bad-input', 'bandit', `got ${arms} arms, allowed are 2 to 64`);
    if (!(d >= 1 && d <= WIDEST))
      throw new Fault('bad-input', 'bandit', `got contexts of ${d} numbers, allowed are 1 to ${WIDEST}`);
    if (!(memory > 0 && memory <= 1))
      throw new Fault('bad-input', 'bandit', `got memory ${memory}, allowed is above 0, to 1`);
    this.options = full;
    this.models = Array.from({ length: arms }, () => new RecursiveRidge(d, full.ridge, memory));
    this.#predictions = new Float64Array(arms);
  }

  /** π(·|x) of the row of `x` that begins at `from`, written to `into` (A). */
  propose(x: Float64Array, from: number, into: Float64Array): void {
    this.models.forEach((model, a) => {
      this.#predictions[a] = model.predict(x, from);
    });
    this.options.exploration.spread(this.#predictions, into);
  }

  /** One logged row: arm, reward, and the probability with which the log chose that arm. */
  learn(x: Float64Array, from: number, arm: number, reward: number, propensity: number): void {
    if (this.options.update === 'weighted') {
      const weight = Math.min(1 / propensity, WEIGHT_CAP);
      (this.models[arm] as RecursiveRidge).learn(x, from, reward, weight);
      return;
    }
    this.models.forEach((model, a) => {
      const guess = model.predict(x, from);
      const target = a === arm ? guess + Math.min(1 / propensity, WEIGHT_CAP) * (reward - guess) : guess;
      model.learn(x, from, target, 1);
    });
  }

  /** Scores as a policy takes them: A x d, the first arm's taken off, in the reward's unit. */
  effects(): number[][] {
    const none = (this.models[0] as RecursiveRidge).weights;
    return this.models.map(({ weights }) => Array.from(weights, (w, k) => w - (none[k] as number)));
  }

  /** What is kept of it: arms x d numbers of four bytes. */
  get bytes(): number {
    return 4 * this.models.length * this.options.d;
  }
}
