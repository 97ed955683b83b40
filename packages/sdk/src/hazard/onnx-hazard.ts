import type { HazardInput, HazardModel } from '@causeway/contract';
import { Fault, hazardRow } from '@causeway/contract';
import { contractHazard, type HazardRuntime } from '../core/hazard-runtime.ts';
import type { OnnxAnswer, OnnxRequest } from './onnx-message.ts';

/** Where onnxruntime's own files lie. */
export type OnnxHazardOptions = {
  /** makes the worker; by default from `onnx-worker.js` beside this script */
  readonly worker?: () => Worker;
  /** address of onnxruntime's .wasm, or of its folder with a slash at the end; by default beside the worker */
  readonly wasmPaths?: string;
};

/** A hazard by onnxruntime: `lambda` is what is known now, `ask` waits for the worker. */
export type OnnxHazard = HazardRuntime & {
  /** Settles when the model is open; rejects with `bad-model` when it cannot be. */
  readonly ready: Promise<void>;
  /** λ_t of one step by the worker, 0 to 1; rejects with `bad-model` when the model gives no probability. */
  ask(input: HazardInput): Promise<number>;
  /** Ends the worker. */
  stop(): void;
};

const defaultWorker = (): Worker =>
  new Worker(new URL('./onnx-worker.js', import.meta.url), { type: 'module' });

/**
 * λ_t by an .onnx model that is beyond the kernel, in a Web Worker with onnxruntime-web. A worker cannot answer at once: `lambda`
 * gives the worker's last answer for the very same row, else the contract's formula (B24) while it asks; so an early λ
 * may be the formula's. The edge recomputes λ; a page's number is advice.
 */
export const onnxHazard =
  (onnx: Uint8Array, { worker: make = defaultWorker, wasmPaths }: OnnxHazardOptions = {}) =>
  (model: HazardModel): OnnxHazard => {
    const worker = make();
    const fallback = contractHazard(model);
    const waiting = new Map<number, { done(out: Float32Array): void; failed(why: unknown): void }>();
    let ids = 0;
    let known = { key: '', lambda: 0 };
    let asked = '';

    const failAll = (why: string): void => {
      for (const { failed } of waiting.values()) failed(new Fault('bad-model', 'onnxruntime', why));
      waiting.clear();
    };
    worker.onmessage = ({ data }: MessageEvent<OnnxAnswer>) => {
      const request = waiting.get(data.id);
      waiting.delete(data.id);
      if ('out' in data) request?.done(data.out);
      else request?.failed(new Fault('bad-model', 'onnxruntime', data.error));
    };
    worker.onerror = ({ message }) => failAll(message || 'its worker did not start');
    const send = (request: Omit<OnnxRequest, 'id'>): Promise<Float32Array> =>
      new Promise((done, failed) => {
        const id = ids++;
        waiting.set(id, { done, failed });
        worker.postMessage({ id, ...request });
      });

    const ready = send({ open: onnx, wasmPaths } as Omit<OnnxRequest, 'id'>).then(() => undefined);
    ready.catch(() => undefined);
    const ask = async (input: HazardInput): Promise<number> => {
      const row = hazardRow(input);
      const key = row.join();
      const [lambda = Number.NaN] = await send({ row } as Omit<OnnxRequest, 'id'>);
      if (!(lambda >= 0 && lambda <= 1))
        throw new Fault('bad-model', 'onnxruntime', `got ${lambda}, no probability`);
      known = { key, lambda };
      return lambda;
    };
    return {
      ready,
      ask,
      lambda(input) {
        const key = hazardRow(input).join();
        if (known.key === key) return known.lambda;
        if (asked !== key) {
          asked = key;
          ask(input).catch(() => undefined);
        }
        return fallback.lambda(input);
      },
      stop() {
        worker.terminate();
        failAll('it was stopped');
      },
    };
  };
