import type { Server } from 'node:http';
import { DEFAULT_HAZARD_MODEL, hazard, hazardBlob, openModel, PHI_SIZE } from '@causeway/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hazardOnnx, lowerOnnx } from '../../packages/offline/src/onnx/index.ts';
import { seeded } from '../contract/kernel/random-model.ts';
import { runBits } from '../contract/kernel/run-bits.ts';
import { ODD_FORMS } from '../offline/onnx/odd-forms.ts';
import { hazardModel, SAMPLES } from '../offline/onnx/sample-models.ts';
import { launchChromium } from '../support/chromium.ts';
import { type KernelPage, openPage, servePage } from './kernel-page.ts';

let browser: Browser;
const servers: Server[] = [];
const serve = async (policy?: string): Promise<string> => {
  const { url, server } = await servePage(policy);
  servers.push(server);
  return url;
};

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) server.close();
});

const INPUT = {
  stage: 'payment',
  step: 4,
  z: [0.5, -0.25, 0, 1, -1, 0.125, 2, 0],
  phi: Array.from({ length: PHI_SIZE }, (_, k) => k / 20),
} as const;

describe('in Chromium', () => {
  it('the kernel gives Node’s bits', async () => {
    const page = await openPage(browser, await serve());
    const bits = await page.evaluate(() => (globalThis as unknown as KernelPage).kernel.runBits(WebAssembly));
    expect(bits).toEqual(runBits(WebAssembly));
    expect(bits.engines).toEqual(['kernel']);
    await page.close();
  });

  it('a content policy without wasm-unsafe-eval gets the twin, the same bits, and a hazard all the while', async () => {
    const page = await openPage(browser, await serve("default-src 'self'; script-src 'self'"));
    const model = hazardModel();
    const found = await page.evaluate(
      async ({ blob, model, input }) => {
        const { kernel } = globalThis as unknown as KernelPage;
        let compiled = true;
        try {
          new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
        } catch {
          compiled = false;
        }
        let came: () => void = () => {};
        const twin = new Promise<void>((done) => {
          came = done;
        });
        const runtime = kernel.kernelHazard(Uint8Array.from(blob), { onTwin: () => came() })(model);
        const early = runtime.lambda(input);
        await twin;
        return { compiled, bits: kernel.runBits(WebAssembly), early, late: runtime.lambda(input) };
      },
      { blob: [...hazardBlob(model)], model, input: INPUT },
    );
    expect(found.compiled).toBe(false);
    expect(found.bits).toEqual({ ...runBits(WebAssembly), engines: ['twin'] });
    expect(found.early).toBe(hazard(model, INPUT));
    expect(found.late).not.toBe(found.early);
    expect(Math.abs(found.late - found.early)).toBeLessThan(1e-6);
    await page.close();
  });

  it('kernel and onnxruntime-web agree within 1e-6 on every kind of model', async () => {
    const page = await openPage(browser, await serve());
    for (const { name, onnx, row } of [...SAMPLES, ...ODD_FORMS]) {
      const u = seeded(21);
      const rows = Array.from({ length: 40 }, () => row(u));
      const blob = lowerOnnx(onnx);
      const here = openModel(blob, WebAssembly);
      const mine = rows.map((x) => [...here.run(x)]);
      // NaN, the missing number, does not travel as JSON.
      const asText = rows.map((x) => [...x].map(String));
      const found = await page.evaluate(
        async ({ onnx, blob, asText }) => {
          const { kernel } = globalThis as unknown as KernelPage;
          const rows = asText.map((x) => Float32Array.from(x, Number));
          const model = kernel.openModel(Uint8Array.from(blob), WebAssembly);
          const session = await kernel.openOnnx(Uint8Array.from(onnx), { wasmPaths: '/' });
          const theirs: number[][] = [];
          for (const x of rows) theirs.push([...(await session.run(x))]);
          await session.release();
          return { engine: model.engine, mine: rows.map((x) => [...model.run(x)]), theirs };
        },
        { onnx: [...onnx], blob: [...blob], asText },
      );
      expect([name, found.engine]).toEqual([name, 'kernel']);
      expect(found.mine).toEqual(mine);
      const worst = Math.max(
        ...found.theirs.flatMap((out, k) =>
          out.map((p, j) => Math.abs(p - ((mine[k] as number[])[j] as number))),
        ),
      );
      expect([name, worst <= 1e-6]).toEqual([name, true]);
    }
    await page.close();
  }, 240_000);

  it('onnxruntime in its worker answers behind the same interface', async () => {
    const page = await openPage(browser, await serve());
    const model = hazardModel();
    const found = await page.evaluate(
      async ({ onnx, input, formula }) => {
        const { kernel } = globalThis as unknown as KernelPage;
        const runtime = kernel.onnxHazard(Uint8Array.from(onnx), { wasmPaths: '/' })(formula);
        const early = runtime.lambda(input);
        await runtime.ready;
        const asked = await runtime.ask(input);
        const late = runtime.lambda(input);
        runtime.stop();
        const broken = kernel.onnxHazard(Uint8Array.of(1, 2, 3), { wasmPaths: '/' })(formula);
        const refused = await broken.ready.then(
          () => 'opened',
          (error: { code?: string }) => error.code,
        );
        const still = broken.lambda(input);
        broken.stop();
        return { early, asked, late, refused, still };
      },
      { onnx: [...hazardOnnx(model)], input: INPUT, formula: DEFAULT_HAZARD_MODEL },
    );
    const formula = hazard(DEFAULT_HAZARD_MODEL, INPUT);
    expect([found.early, found.still]).toEqual([formula, formula]);
    expect(Math.abs(found.asked - hazard(model, INPUT))).toBeLessThanOrEqual(1e-6);
    expect(found.late).toBe(found.asked);
    expect(found.refused).toBe('bad-model');
    await page.close();
  }, 240_000);
});
