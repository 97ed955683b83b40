import type { FactKind } from '@causeway/contract';
import type { PageLike } from './page-like.ts';
import type { Scenario } from './scenario.ts';

/** Kinds that need a kind of performance entry, by its name. */
const NEEDS: Readonly<Partial<Record<FactKind, string>>> = {
  'slow-load': 'largest-contentful-paint',
  'layout-shift': 'layout-shift',
  'long-frame': 'long-animation-frame',
  'slow-interaction': 'event',
};

/** The kinds that a browser cannot tell of, by what it says of itself. */
export const lacksOf = async (page: PageLike): Promise<readonly FactKind[]> => {
  const known = String(await page.evaluate(`PerformanceObserver.supportedEntryTypes.join(' ')`)).split(' ');
  return (Object.keys(NEEDS) as FactKind[]).filter((kind) => !known.includes(NEEDS[kind] ?? ''));
};

/** The labels as they stand in a browser that lacks some kinds: those are not asked for. */
export const labelledWithout = (scenario: Scenario, lacks: readonly FactKind[]): Scenario => ({
  ...scenario,
  expect: scenario.expect.filter((kind) => !lacks.includes(kind)),
});
