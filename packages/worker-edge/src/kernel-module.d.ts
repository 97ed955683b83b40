/** The kernel as workerd compiles it when the worker is uploaded. */
declare module '@causeway/contract/kernel.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
