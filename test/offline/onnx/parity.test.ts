import { openModel } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { lowerOnnx } from '../../../packages/offline/src/onnx/index.ts';
import { openOnnx } from '../../../packages/sdk/src/hazard/onnx-session.ts';
import { seeded } from '../../contract/kernel/random-model.ts';
import { ODD_FORMS } from './odd-forms.ts';
import { SAMPLES } from './sample-models.ts';

describe('kernel and onnxruntime-web agree within 1e-6, in Node', () => {
  it.each([...SAMPLES, ...ODD_FORMS])('$name', async ({ onnx, row }) => {
    const model = openModel(lowerOnnx(onnx), WebAssembly);
    expect(model.engine).toBe('kernel');
    const session = await openOnnx(onnx);
    const u = seeded(11);
    let worst = 0;
    const seen = new Set<string>();
    for (let k = 0; k < 200; k++) {
      const x = row(u);
      const mine = model.run(x);
      const theirs = await session.run(x);
      expect(mine.length).toBe(theirs.length);
      mine.forEach((p, i) => {
        worst = Math.max(worst, Math.abs(p - (theirs[i] as number)));
      });
      seen.add(mine.join());
    }
    await session.release();
    expect(seen.size).toBeGreaterThan(5);
    expect(worst).toBeLessThanOrEqual(1e-6);
  });
});
