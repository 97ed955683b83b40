/** What a page and its onnxruntime worker say to each other; every request has one answer of the same id. */
export type OnnxRequest =
  | { readonly id: number; readonly open: Uint8Array; readonly wasmPaths?: string | undefined }
  | { readonly id: number; readonly row: Float32Array };

export type OnnxAnswer =
  | { readonly id: number; readonly out: Float32Array }
  | { readonly id: number; readonly error: string };
