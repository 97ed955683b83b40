export type KillReport = {
    readonly kills: number;
    readonly decisions: number;
    /** cents of offers that were answered to someone */
    readonly offeredCents: number;
    /** the most that was ever answered and not yet released, against the cap */
    readonly capCents: number;
    /** offers answered that the books do not hold after reconciliation */
    readonly missing: number;
    readonly reservedCents: number;
    readonly leftCents: number;
    readonly leasedCents: number;
    readonly problems: readonly string[];
};
export type KillOptions = {
    readonly edges: number;
    readonly kills: number;
    readonly seed: number;
    readonly capCents: number;
    /** decisions that each shopper makes between two looks at the killing */
    readonly decisions: number;
};
/**
 * Several workers, each in a workerd of its own, spend one budget whose object is in one more; workers are killed with
 * SIGKILL at random moments and started again on their folders. At the end the receipts that pages hold come back with
 * beacons, every lease's grace passes, and the books are compared with what was answered.
 */
export declare const killRun: (options: KillOptions) => Promise<KillReport>;
