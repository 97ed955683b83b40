export type LoopTurn = {
  /** digest of the release that was live in this turn */
  readonly release: string;
  readonly sequence: number;
  /** expected net margin per session in cents under the simulator's truth */
  readonly trueValue: number;
  /** what the log said of this release's value: before it went live, or, for the first, on its own log */
  readonly estimate: {
    readonly name: string;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  };
  readonly spendCents: number;
  readonly budgetCents: number;
  /** share of this turn's sessions without an order (B43) */
  readonly abandonmentRate: number;
};

/** What `npm run loop` writes. Every value is the expected margin per session in cents, net of help and incentives. */
export type LoopResult = {
  readonly sessions: number;
  readonly seed: number;
  readonly turns: LoopTurn[];
  readonly oracleValue: number;
  readonly controlValue: number;
  readonly bestConstantArm: { readonly action: string; readonly trueValue: number };
  readonly logged: {
    readonly decisions: number;
    readonly steps: number;
    readonly outcomes: number;
    readonly drops: number;
  };
  readonly propensity: { readonly worstGap: number; readonly action: string; readonly draws: number };
  readonly skew: {
    readonly rows: number;
    readonly maxAbsDifference: number;
    readonly hazards: number;
    readonly maxHazardDifference: number;
  };
  readonly seconds: number;
};

const cents = (x: number): string => x.toFixed(1).padStart(8);

/** The result as a table that reads at a glance. */
export const loopTable = (result: LoopResult): string => {
  const { turns, controlValue, oracleValue, bestConstantArm: best, logged, propensity, skew } = result;
  const rows = turns.map(
    ({ sequence, release, trueValue, estimate, spendCents, budgetCents, abandonmentRate }) =>
      [
        String(sequence).padStart(7),
        release.slice(0, 8),
        cents(trueValue),
        `${cents(estimate.value)} [${estimate.low.toFixed(1)}, ${estimate.high.toFixed(1)}]`.padEnd(28),
        `${(spendCents / 100).toFixed(2)} of ${(budgetCents / 100).toFixed(2)}`.padStart(18),
        `${(100 * abandonmentRate).toFixed(1)} %`.padStart(8),
      ].join('  '),
  );
  return [
    'release  digest      true  estimate, 95 % interval       incentives spent   abandon',
    ...rows,
    '',
    `do nothing ${controlValue.toFixed(1)} · best constant arm ${best.trueValue.toFixed(1)} (${best.action}) · oracle ${oracleValue.toFixed(1)}`,
    'values: expected margin per session in cents, net of help and incentives, under the simulator’s truth',
    `log: ${logged.decisions} decisions, ${logged.steps} steps, ${logged.outcomes} outcomes, ${logged.drops} dropped`,
    `propensities: worst gap ${propensity.worstGap.toFixed(4)} (${propensity.action}) over ${propensity.draws} draws`,
    `skew: ${skew.rows} rows, largest difference ${skew.maxAbsDifference}; ${skew.hazards} hazards, largest difference ${skew.maxHazardDifference}`,
  ].join('\n');
};
