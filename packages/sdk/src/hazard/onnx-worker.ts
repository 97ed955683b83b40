// A Web Worker's script: onnxruntime-web beside the page's thread. Its download starts with the first message.
import type { OnnxAnswer, OnnxRequest } from './onnx-message.ts';
import type { OnnxSession } from './onnx-session.ts';

type Port = {
  onmessage: ((event: MessageEvent<OnnxRequest>) => void) | null;
  postMessage(answer: OnnxAnswer): void;
};
const port = globalThis as unknown as Port;

let session: Promise<OnnxSession> | undefined;

const answer = async (request: OnnxRequest): Promise<Float32Array> => {
  if ('open' in request) {
    const { open, wasmPaths } = request;
    session = import('./onnx-session.ts').then(({ openOnnx }) => openOnnx(open, { wasmPaths }));
    await session;
    return new Float32Array(0);
  }
  if (session === undefined) throw new TypeError('a row came before the model');
  return (await session).run(request.row);
};

port.onmessage = ({ data }) => {
  answer(data).then(
    (out) => port.postMessage({ id: data.id, out }),
    (error: unknown) =>
      port.postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error) }),
  );
};
