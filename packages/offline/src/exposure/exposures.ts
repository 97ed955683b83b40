/**
 * The tables the learning stages read. All matrices are row-major; all times are milliseconds of server time; all
 * money is in cents. They are made by the loaders of this folder and never changed afterwards.
 */

/**
 * One row a first decision of a session, in time order (D_n of A2).
 *
 * Shapes: with n rows, A = `actions.length` and S = STATE_SIZE, `x` is n x S, `pi` and `eligible` are n x A.
 */
export type Exposures = {
  n: number;
  /** The action table, table order, 'none' first. */
  actions: string[];
  /** `encodeState` of the state rebuilt from the logged record. */
  x: Float64Array;
  /** Index of the shown action in `actions`. */
  action: Int32Array;
  /** Logged probability of the shown action. */
  propensity: Float64Array;
  /** Logged distribution over the actions. */
  pi: Float64Array;
  /** 1 where the action was not masked. */
  eligible: Uint8Array;
  /** Net margin of the session: margin - redeemed - handling cost of what was drawn and granted. */
  reward: Float64Array;
  /** Incentive money redeemed. */
  cost: Float64Array;
  /** 1 if the session ended in an order within the window. */
  converted: Uint8Array;
  revenue: Float64Array;
  /** Value of the basket at the decision. */
  cartCents: Float64Array;
  /** Stage at the decision. */
  stage: string[];
  /** Hazard at the decision, as logged. */
  hazard: Float64Array;
  /** Time of the decision. */
  at: Float64Array;
  subject: string[];
  session: string[];
  decision: string[];
  /** The mode the decision was drawn under. */
  mode: string[];
  /** Digest of the release in force. */
  release: string[];
  /** 1 if the visitor's profile was known. */
  known: Uint8Array;
  /** 1 on a mobile device. */
  mobile: Uint8Array;
};

/** Sessions in which nothing was asked: their reward is the same under every policy. */
export type Unexposed = {
  n: number;
  reward: Float64Array;
  converted: Uint8Array;
  subject: string[];
  at: Float64Array;
};

/**
 * Person-period rows of (B24): one a closed step in cart..review.
 *
 * Shapes: `z` is n x EMBEDDING_SIZE as in the profile in force (0 for strangers), `phi` is n x 4.
 */
export type PersonPeriods = {
  n: number;
  /** Index of the stage in the contract's STAGES. */
  stage: Int32Array;
  /** Number of the step in its session, from 1. */
  step: Int32Array;
  z: Float64Array;
  phi: Float64Array;
  elapsedMs: Float64Array;
  /** 1 if the visit was left after this step. */
  event: Uint8Array;
  session: string[];
  subject: string[];
  at: Float64Array;
  /** 1 on the last row of its session. */
  lastOf: Uint8Array;
};

/** The shop's own history, one row a customer: c_i of (A1), from rows dated strictly before `asOf` only. */
export type CustomerHistory = {
  n: number;
  asOf: number;
  subject: string[];
  names: string[];
  /** n x names.length; NaN = missing. */
  c: Float64Array;
  /** n x labels.length, 0 or 1: what the customer did from `asOf` on, within the window (the embedding's targets). */
  y: Float64Array;
  labels: string[];
};
