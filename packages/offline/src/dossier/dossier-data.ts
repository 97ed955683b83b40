import type { PolicyReport } from '../evaluate/index.ts';
import type { FrictionReport } from '../friction/index.ts';
import type { HazardEvaluation, PageTrial } from '../hazard/index.ts';
import type { AverageEffect } from '../learners/index.ts';
import type { Weighed } from '../policy/index.ts';

/** Everything a dossier shows, as it is also written to JSON. Money in cents; null where a turn had nothing to say. */
export type DossierData = {
  readonly kind: 'dossier';
  readonly version: 1;
  readonly release: {
    readonly sequence: number;
    readonly digest: string;
    readonly createdAt: number;
    /** the release it follows */
    readonly live: string;
  };
  readonly note: string;
  readonly seed: number;
  readonly estimate: {
    readonly name: string;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  };
  readonly policy: PolicyReport | null;
  /** Logged probability of the shown arm, one an exposure. */
  readonly propensities: readonly number[];
  readonly chosen: string;
  readonly averages: readonly AverageEffect[];
  readonly weighed: readonly Weighed[];
  readonly truncation: { readonly cap: number; readonly cut: number; readonly largest: number } | null;
  readonly budget: {
    readonly id: string;
    readonly capCents: number;
    readonly sessions: number;
    readonly safety: number;
    readonly spendPerSession: number | null;
    readonly allowedPerSession: number;
    readonly multiplier: number;
  };
  readonly hazard: HazardEvaluation | null;
  /** The form of λ in the page and what it was chosen among. */
  readonly hazardForm?: { readonly form: string; readonly trials: readonly PageTrial[] } | null;
  /** how φ, F and F̄ were learned, and the stages by structural friction; absent in older dossiers */
  readonly friction?: FrictionReport | null;
  readonly embedding: {
    readonly customers: number;
    readonly heldOutLoss: number;
    readonly baseLoss: number;
    readonly epochs: number;
  } | null;
  readonly notes: readonly string[];
};
