import {
  createRunners,
  hazard,
  hazardBlob,
  hazardRow,
  modelRunner,
  openModel,
  parseBlob,
  type Release,
  twinEngine,
  twinRunners,
  type WasmLike,
} from '@causeway/contract';
import type { PersonPeriods } from '../../exposure/index.ts';
import { hazardInput } from './served-hazard.ts';

const MOST_ROWS = 500;

/** The part of the platform that compiles; Node's types do not name it. */
const wasm = (globalThis as { readonly WebAssembly?: unknown }).WebAssembly as WasmLike | undefined;

/** Kernel and twin over the same blob: that of the page model, or the linear hazard's. */
const runnersOf = (page: Release['page']) => {
  if (page.blob !== undefined)
    return { kernel: createRunners(wasm)(page.blob), twin: twinRunners(page.blob) };
  const bytes = hazardBlob(page.hazard);
  const parsed = parseBlob(bytes);
  return { kernel: openModel(bytes, wasm), twin: modelRunner(parsed, twinEngine(parsed)) };
};

/**
 * The largest difference of λ between those who compute it, on rows of the log: the kernel (the page, the edge) and its twin must agree to the bit; a
 * linear hazard is also held against the contract's own function, where 32-bit floats are allowed their rounding.
 */
export const checkParity = (
  page: Release['page'],
  periods: PersonPeriods | null,
): { rows: number; worst: number; bits: boolean } => {
  const { kernel, twin } = runnersOf(page);
  const rows = Math.min(periods?.n ?? 0, MOST_ROWS);
  let [worst, bits] = [0, true];
  for (let i = 0; i < rows && periods !== null; i++) {
    const given = hazardInput(periods, i);
    const row = hazardRow(given);
    const [a, b] = [kernel.score(row), twin.score(row)];
    if (!Object.is(a, b)) bits = false;
    if (page.blob === undefined) worst = Math.max(worst, Math.abs(a - hazard(page.hazard, given)));
  }
  return { rows, worst, bits };
};
