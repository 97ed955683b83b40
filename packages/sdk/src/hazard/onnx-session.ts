import type * as Onnx from 'onnxruntime-web/wasm';

export type OnnxSessionOptions = {
  /** where the runtime's .wasm lies: its address, or a folder that ends in a slash; by default beside its own script */
  readonly wasmPaths?: string | undefined;
  /** the output to read; by default the last */
  readonly output?: string | undefined;
};

/** An .onnx model in onnxruntime: one row of inputs in, one row of outputs out. */
export type OnnxSession = {
  run(row: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
};

/**
 * Loads onnxruntime-web (WebAssembly, one thread) and a model. The only place that knows the heavy runtime: it is reached by
 * import() alone, so that a page which runs the kernel never downloads it.
 */
export const openOnnx = async (model: Uint8Array, options: OnnxSessionOptions = {}): Promise<OnnxSession> => {
  const ort: typeof Onnx = await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const { wasmPaths } = options;
  if (wasmPaths !== undefined)
    ort.env.wasm.wasmPaths = wasmPaths.endsWith('.wasm') ? { wasm: wasmPaths } : wasmPaths;
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  const output = options.output ?? session.outputNames[session.outputNames.length - 1];
  const input = session.inputNames[0];
  if (input === undefined || output === undefined) throw new TypeError('the model has no input or no output');
  return {
    async run(row) {
      const feeds = { [input]: new ort.Tensor('float32', row, [1, row.length]) };
      const found = (await session.run(feeds, [output]))[output];
      const out = found?.data;
      if (!(out instanceof Float32Array)) throw new TypeError(`the output ${output} is not of 32-bit floats`);
      return out;
    },
    release: () => session.release(),
  };
};
