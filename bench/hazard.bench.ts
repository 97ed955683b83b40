import { launchChromium } from '../test/support/chromium.ts';
import type { Bench, Emit } from './bench.ts';
import { cold, median } from './hazard/cold.ts';
import { type BenchModel, benchModels } from './hazard/models.ts';
import { type Engine, OURS, type Served, serve } from './hazard/serve.ts';
import { rendererMemory, timeCalls } from './hazard/visit.ts';

const PEER: Engine = 'onnxruntime';

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

const calls = async (emit: Emit, served: Served, models: readonly BenchModel[]): Promise<void> => {
  const browser = await launchChromium();
  try {
    for (const model of models) {
      const timed = (engine: Engine) => ({
        url: served.url(engine, model),
        calls: engine === PEER ? 100 : 2000,
      });
      const of = await timeCalls(browser, {
        onnxruntime: timed(PEER),
        kernel: timed('kernel'),
        twin: timed('twin'),
      });
      for (const q of ['p50', 'p99'] as const)
        await emitAll(emit, `${model.name}: a call, ${q}`, 'us', (engine) => of[engine][q]);
    }
  } finally {
    await browser.close();
  }
};

const firsts = async (emit: Emit, served: Served, models: readonly BenchModel[]): Promise<void> => {
  const browser = await launchChromium();
  try {
    for (const slow of [false, true]) await cold(emit, browser, { served, models, slow });
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
  for (const model of models) {
    const peer = await rendererMemory(served.url(PEER, model), true);
    if (model === models[0]) emit({ name: "an empty page's renderer", value: empty, unit: 'MB', peer });
    for (const engine of OURS)
      emit({
        name: `${model.name}: renderer memory, ${engine}`,
        value: await rendererMemory(served.url(engine, model), true),
        unit: 'MB',
        peer,
      });
  }
};

const PARTS = { bytes, calls, cold: firsts, memory } as const;
/** HAZARD_PARTS=calls,memory runs these alone. */
const asked = (process.env['HAZARD_PARTS'] ?? Object.keys(PARTS).join()).split(',');

const bench: Bench = {
  name: 'hazard',
  about:
    'the kernel and its twin against onnxruntime-web in Chromium: bytes, time a call, cold start, memory',
  async run(emit) {
    const models = benchModels();
    const served = await serve(models);
    try {
      for (const [part, run] of Object.entries(PARTS))
        if (asked.includes(part)) await run(emit, served, models);
    } finally {
      served.stop();
    }
  },
};

export default bench;
