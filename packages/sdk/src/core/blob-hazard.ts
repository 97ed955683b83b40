import type { ModelRunner } from '@causeway/contract';
import { hazardRow } from '@causeway/contract';
import type { HazardRuntime } from './hazard-runtime.ts';

type Otherwise = {
  /** answers until the twin has come */
  readonly meanwhile: HazardRuntime;
  readonly onTwin: () => void;
  /** the twin did not come, or refused the blob: `meanwhile` stays */
  readonly onFault: () => void;
};

const runnerHazard = (model: ModelRunner): HazardRuntime => {
  const row = new Float32Array(model.blob.inputs);
  return { lambda: (input) => model.score(hazardRow(input, row)) };
};

/** λ_t by a blob: the kernel's runner, or, where a content policy forbids WebAssembly, the twin, which is loaded then. */
export const blobHazard = (
  kernel: ModelRunner | null,
  blob: Uint8Array,
  { meanwhile, onTwin, onFault }: Otherwise,
): HazardRuntime => {
  if (kernel !== null) return runnerHazard(kernel);
  let runtime = meanwhile;
  void import('../hazard/twin-hazard.ts')
    .then(({ openTwin }) => {
      runtime = runnerHazard(openTwin(blob));
      onTwin();
    })
    .catch(onFault);
  return { lambda: (input) => runtime.lambda(input) };
};
