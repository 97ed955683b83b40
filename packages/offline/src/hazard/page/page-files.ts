import { HAZARD_ROW_NAMES } from '@causeway/contract';
import type { PersonPeriods } from '../../exposure/exposures.ts';
import { type PageHazard, pageLambda } from './learn-page-hazard.ts';
import { pageCard } from './page-card.ts';
import { hazardRowAt } from './page-rows.ts';

/** Rows that other runtimes are held against. */
const PARITY_ROWS = 50;

/** The files of a page's hazard, by name: the kernel's model, its exchange form, rows to hold other runtimes against, and the card. */
export const pageFiles = (
  page: PageHazard,
  periods: PersonPeriods,
): Readonly<Record<string, Uint8Array | string>> => {
  const step = Math.max(1, Math.floor(periods.n / PARITY_ROWS));
  const rows = Array.from({ length: Math.min(PARITY_ROWS, periods.n) }, (_, k) => k * step);
  const parity = {
    kind: 'parity-rows',
    version: 1,
    inputs: HAZARD_ROW_NAMES,
    tolerance: 1e-6,
    rows: rows.map((i) => Array.from(hazardRowAt(periods, i))),
    lambda: Array.from(pageLambda(page.shipped, periods, rows)),
  };
  return {
    'hazard.blob': page.shipped.blob,
    'hazard.onnx': page.shipped.onnx,
    'hazard-parity.json': `${JSON.stringify(parity)}\n`,
    'hazard-card.md': pageCard(page),
  };
};
