import { Arena } from './arena.ts';
import { compileWasm, instantiate } from './wasm.ts';

/**
 * Lends a kernel's functions over an arena for the time of one call, and keeps one of them for the next: every wasm memory reserves
 * gigabytes of address space, so a new one per fit would run out of it. A call inside a call gets an arena of its own.
 */
export const kernelPool = <K extends object>(
  base64: string,
): (<T>(use: (kernel: K, arena: Arena) => T) => T) => {
  let module: object | undefined;
  let idle: { kernel: K; arena: Arena } | undefined;
  return (use) => {
    let lent = idle;
    idle = undefined;
    if (lent === undefined) {
      module ??= compileWasm(base64);
      const arena = new Arena();
      lent = { kernel: instantiate(module, arena.memory) as K, arena };
    }
    try {
      return use(lent.kernel, lent.arena);
    } finally {
      lent.arena.reset();
      idle = lent;
    }
  };
};
