import { launchChromium } from '../test/support/chromium.ts';
import type { Bench, Emit } from './bench.ts';
import { type BenchModel, benchModels } from './hazard/models.ts';
import { type Engine, type Served, serve } from './hazard/serve.ts';
import { coldStart, rendererMemory, timeCalls } from './hazard/visit.ts';

const OURS: readonly Engine[] = ['kernel', 'twin'];
const PEER: Engine = 'onnxruntime';

const median = (xs: readonly number[]): number =>
  [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)] as number;

/** One measure for each of ours, beside onnxruntime-web's from the same run. */
const emitAll = async (
  emit: Emit,
  name: string,
  unit: string,
  measure: (engine: Engine) => number | Promise<number>,
): Promise<void> => {
  const peer = await measure(PEER);
  for (const engine of OURS) emit({ name: `${name}, ${engine}`, value: await measure(engine), unit, peer });
};

const bytes = async (emit: Emit, served: Served, models: readonly BenchModel[]): Promise<void> => {
  for (const kind of ['gzip', 'brotli'] as const) {
    await emitAll(emit, `all but the model, ${kind}`, 'B', (engine) => served.weight(engine)[kind]);
    for (const model of models)
      await emitAll(
        emit,
        `${model.name}: bytes, ${kind}`,
        'B',
        (engine) => served.weight(engine, model)[kind],
      );
  }
};

const speed = async (emit: Emit, served: Served, models: readonly BenchModel[]): Promise<void> => {
  const browser = await launchChromium();
  try {
    for (const model of models) {
      const timed = async (engine: Engine) =>
        timeCalls(browser, served.url(engine, model), 200, engine === PEER ? 50 : 500);
      const of = { onnxruntime: await timed(PEER), kernel: await timed('kernel'), twin: await timed('twin') };
      for (const q of ['p50', 'p99'] as const)
        await emitAll(emit, `${model.name}: a call, ${q}`, 'us', (engine) => of[engine][q]);
    }
    for (const model of models) {
      for (const slow of [false, true]) {
        const runs = slow ? 1 : 5;
        const lambdas: number[] = [];
        const cold = async (engine: Engine): Promise<number> => {
          const times: number[] = [];
          for (let k = 0; k < (engine === PEER ? runs : runs + 2); k++) {
            const { ms, lambda } = await coldStart(browser, served.url(engine, model), slow);
            times.push(ms);
            lambdas.push(lambda);
          }
          return median(times);
        };
        const where = slow ? 'Slow 4G and CPU x4' : 'loopback';
        await emitAll(emit, `${model.name}: document to first hazard, ${where}`, 'ms', cold);
        const gap = Math.max(...lambdas) - Math.min(...lambdas);
        if (!(gap <= 1e-6)) throw new Error(`${model.name}: the engines' first hazards are ${gap} apart`);
      }
    }
  } finally {
    await browser.close();
  }
};

const memory = async (emit: Emit, served: Served, models: readonly BenchModel[]): Promise<void> => {
  if (process.platform !== 'linux') {
    console.error('renderer memory is read from /proc: skipped on this system');
    return;
  }
  const empty = median([
    await rendererMemory(served.blank, false),
    await rendererMemory(served.blank, false),
    await rendererMemory(served.blank, false),
  ]);
  console.error(`an empty page's renderer: ${empty.toFixed(1)} MB`);
  for (const model of models)
    await emitAll(emit, `${model.name}: renderer memory`, 'MB', (engine) =>
      rendererMemory(served.url(engine, model), true),
    );
};

const bench: Bench = {
  name: 'hazard',
  about:
    'the kernel and its twin against onnxruntime-web in Chromium: bytes, time a call, cold start, memory',
  async run(emit) {
    const models = benchModels();
    const served = await serve(models);
    try {
      await bytes(emit, served, models);
      await speed(emit, served, models);
      await memory(emit, served, models);
    } finally {
      served.stop();
    }
  },
};

export default bench;
