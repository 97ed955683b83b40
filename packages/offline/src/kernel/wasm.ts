/** The part of the platform's WebAssembly that a kernel needs; Node's own types leave it out. */
export type WasmMemory = { readonly buffer: ArrayBuffer; grow(pages: number): number };

type Platform = {
  Memory: new (limits: { initial: number; maximum?: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const platform = (globalThis as unknown as { WebAssembly: Platform }).WebAssembly;

export const PAGE_BYTES = 65_536;

export const makeMemory = (): WasmMemory => new platform.Memory({ initial: 1, maximum: 65_536 });

export const compileWasm = (base64: string): object => new platform.Module(Buffer.from(base64, 'base64'));

/** The exports of a module over the given memory. */
export const instantiate = (module: object, memory: WasmMemory): unknown =>
  new platform.Instance(module, { env: { memory } }).exports;
