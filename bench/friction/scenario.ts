import type { FactKind } from '@causeway/contract';
import type { Driver } from './driver.ts';

/**
 * One labelled page: what a shopper does on it, what must be felt, and what may be (`allow`) because two fair people would
 * disagree. Everything else that is felt is a false alarm.
 */
export type Scenario = {
  readonly name: string;
  readonly html: string;
  readonly drive: (driver: Driver) => Promise<void>;
  readonly expect: readonly FactKind[];
  readonly allow: readonly FactKind[];
  /** further options of the page */
  readonly path?: string;
  readonly head?: string;
  readonly touch?: boolean;
};

type Labels = Partial<Pick<Scenario, 'expect' | 'allow' | 'path' | 'head' | 'touch'>>;

/** A scenario that is labelled quiet unless told otherwise. */
export const scene = (
  name: string,
  html: string,
  drive: Scenario['drive'],
  { expect = [], allow = [], ...more }: Labels = {},
): Scenario => ({ name, html, drive, expect, allow, ...more });
