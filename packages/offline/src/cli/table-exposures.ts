import type { Exposures } from '../exposure/index.ts';

export type TableRows = {
  readonly n: number;
  readonly arms: readonly string[];
  readonly action: Int32Array;
  readonly propensity: Float64Array;
  readonly reward: Float64Array;
  /** n x p */
  readonly x: Float64Array;
  readonly person: readonly string[];
};

/** A user's rows in the form that cross-fitting reads; what a plain table does not know is empty. */
export const tableExposures = ({ n, arms, action, propensity, reward, x, person }: TableRows): Exposures => {
  const zeros = () => new Float64Array(n);
  const blank = new Array<string>(n).fill('');
  return {
    n,
    actions: [...arms],
    x,
    action,
    propensity,
    pi: new Float64Array(n * arms.length).fill(Number.NaN),
    eligible: new Uint8Array(n * arms.length).fill(1),
    reward,
    cost: zeros(),
    converted: new Uint8Array(n),
    revenue: zeros(),
    cartCents: zeros(),
    stage: blank,
    hazard: zeros(),
    at: zeros(),
    subject: [...person],
    session: blank,
    decision: blank,
    mode: blank,
    release: blank,
    known: new Uint8Array(n),
    mobile: new Uint8Array(n),
  };
};
