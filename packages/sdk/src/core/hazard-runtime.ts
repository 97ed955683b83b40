import type { HazardInput, HazardModel, PageModel } from '@causeway/contract';
import { blobOfText, hazard, openTrusted } from '@causeway/contract';
import { blobHazard } from './blob-hazard.ts';

/** What computes λ_t in the page. Any other runtime must agree with the contract's formula. */
export type HazardRuntime = {
  /** λ_t of one step, 0 to 1; called at each change, so it may not wait */
  lambda(input: HazardInput): number;
};

/** Makes the runtime of a page model; `count` tells of what could not be had. */
export type MakeHazard = (
  model: HazardModel,
  page: PageModel,
  count: (reason: string) => void,
) => HazardRuntime;

/** λ_t = σ(α_t + uᵀz + vᵀφ_t) (B24) by the contract's own code. */
export const contractHazard = (model: HazardModel): HazardRuntime => ({
  lambda: (input) => hazard(model, input),
});

/** λ_t by the page model's blob on the inlined kernel, from the first step on; by the formula when it has no blob. */
export const pageHazard: MakeHazard = (model, { blob }, count) => {
  const formula = contractHazard(model);
  if (blob === undefined) return formula;
  const bytes = blobOfText(blob);
  return blobHazard(openTrusted(bytes, globalThis.WebAssembly), bytes, {
    meanwhile: formula,
    onTwin: () => count('hazard-twin'),
    onFault: () => count('hazard-linear'),
  });
};

/** `make`'s runtime; where it throws or gives no probability, the contract's code answers and the fault is counted. */
export const guardedHazard = (
  page: PageModel,
  make: MakeHazard,
  count: (reason: string) => void,
): HazardRuntime => {
  const fallback = contractHazard(page.hazard);
  const onFault = () => count('hazard-failed');
  let runtime = fallback;
  try {
    runtime = make(page.hazard, page, count);
  } catch {
    onFault();
  }
  return {
    lambda(input) {
      try {
        const lambda = runtime.lambda(input);
        if (lambda >= 0 && lambda <= 1) return lambda;
      } catch {
        // counted below with a result that is no probability
      }
      onFault();
      return fallback.lambda(input);
    },
  };
};
