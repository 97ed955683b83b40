import type { HazardInput, HazardModel } from '@causeway/contract';
import { hazard } from '@causeway/contract';

/** What computes λ_t in the page. Any other runtime must agree with the contract's formula. */
export type HazardRuntime = { lambda(input: HazardInput): number };

/** λ_t = σ(α_t + uᵀz + vᵀφ_t) (B24) by the contract's own code. */
export const contractHazard = (model: HazardModel): HazardRuntime => ({
  lambda: (input) => hazard(model, input),
});

/** `make`'s runtime; where it throws or gives no probability, the contract's code answers and the fault is counted. */
export const guardedHazard = (
  model: HazardModel,
  make: (model: HazardModel) => HazardRuntime,
  onFault: () => void,
): HazardRuntime => {
  const fallback = contractHazard(model);
  let runtime = fallback;
  try {
    runtime = make(model);
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
